'use client';

import { useLive } from '../live/use-live';
import { useHourOrDay } from '../pattern/range';
import { readStats } from './api';
import { CacheFigures } from './cache-figures';
import { EntriesPanel } from './entries-panel';
import { InvalidatePanel } from './invalidate-panel';
import { ProfilePanel } from './profile-panel';
import { StampedePanel } from './stampede-panel';
import { useReads } from './use-reads';

export function CacheLive() {
  const [range] = useHourOrDay();
  const { data, isSwitching } = useLive(
    readStats,
    { query: { range, cache: 'profiles' } },
    { label: 'Cache figures' },
  );
  const reads = useReads();
  return (
    <>
      <ProfilePanel reads={reads} />
      <CacheFigures
        data={data}
        isSwitching={isSwitching}
        hint="Read a profile above: the first read is a miss, the second a hit."
      />
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <StampedePanel />
        <div className="flex min-w-0 flex-col gap-4">
          <EntriesPanel reads={reads} />
          <InvalidatePanel shown={reads.latest?.id} onDone={reads.again} />
        </div>
      </div>
    </>
  );
}
