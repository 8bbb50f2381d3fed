import { count, milliseconds, percent } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import type { CacheStats } from './api';

/** What a cache did in the range, in all. */
export function CacheTotals({ data }: { data: CacheStats | undefined }) {
  const or = (ms: number | null | undefined) => (typeof ms === 'number' ? milliseconds(ms) : '–');
  return (
    <Stats label="Cache">
      <Stat
        label="Hit ratio"
        value={data && (data.hitRatio === null ? '–' : percent(data.hitRatio))}
        note={data && `${count(data.hits + data.stale)} of ${count(data.reads)} reads`}
        series={data?.series.map(({ hitRatio }) => hitRatio ?? 0) ?? []}
      />
      <Stat
        label="Loads avoided"
        value={data && count(data.loadsAvoided)}
        note={data && `${count(data.loads)} done, ${count(data.waited)} waited for one of them`}
        series={data?.series.map(({ loadsAvoided }) => loadsAvoided) ?? []}
      />
      <Stat
        label="A hit, median"
        value={data && or(data.hitP50Ms)}
        note={data && `a miss ${or(data.missP50Ms)}; each ± 9 %`}
      />
      <Stat
        label="Loading time saved"
        value={data && milliseconds(data.savedMs)}
        note={data && `a value that was hit was ${or(data.meanAgeMs)} old, on average`}
      />
    </Stats>
  );
}
