'use client';

import { CacheTotals } from '../cache/cache-totals';
import { HitRatioChart } from '../cache/hit-ratio-chart';
import { LatencyChart } from '../cache/latency-chart';
import { useLive } from '../live/use-live';
import { useHourOrDay } from '../pattern/range';
import { readStats } from './api';
import { CrowdPanel } from './crowd-panel';
import { PurgePanel } from './purge-panel';
import { SearchPanel } from './search-panel';
import { UpstreamPanel } from './upstream-panel';
import { useSearch } from './use-search';

export function ResponseCacheLive() {
  const [range] = useHourOrDay();
  const { data, isSwitching } = useLive(
    readStats,
    { query: { range } },
    { label: 'API cache figures' },
  );
  const search = useSearch();
  return (
    <>
      <SearchPanel search={search} />
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <PurgePanel search={search} />
        <CrowdPanel />
      </div>
      <CacheTotals data={data} />
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <HitRatioChart
          data={data}
          isSwitching={isSwitching}
          hint="Search above: the first answer is a miss, the second a hit."
        />
        <LatencyChart data={data} isSwitching={isSwitching} />
      </div>
      <UpstreamPanel />
    </>
  );
}
