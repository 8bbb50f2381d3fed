'use client';

import { CacheFigures } from '../cache/cache-figures';
import { useLive } from '../live/use-live';
import { useHourOrDay } from '../pattern/range';
import { readStats } from './api';
import { FiftyPanel } from './fifty-panel';
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
        <FiftyPanel />
      </div>
      <CacheFigures
        data={data}
        isSwitching={isSwitching}
        hint="Search above: the first answer is a miss, the second a hit."
      />
      <UpstreamPanel />
    </>
  );
}
