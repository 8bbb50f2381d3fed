'use client';

import type { ResultOf } from '@/lib/contract';
import type { readOverview as ReadOverview } from '@/lib/service';
import { endpoint } from '../live/endpoint';
import { useLive } from '../live/use-live';
import { bytes, count, figure, percent, plural } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import { quantile, useSamples } from './samples';

const readOverview = endpoint<typeof ReadOverview>('GET', '/api/overview');

type Overview = ResultOf<typeof ReadOverview>;

const untold = 'this Redis does not tell';

/** Who is here, how much comes in, and how Redis does, in one round trip. */
export function Health() {
  const { data, updatedAt } = useLive(readOverview, {}, { label: 'Overview' });
  const visitors = useSamples(data?.visitorsNow, updatedAt);
  const sessions = useSamples(data?.activeSessions, updatedAt);
  const latencies = useSamples(data?.redis.latencyMs, updatedAt);
  const depths = useSamples(data?.queueDepth, updatedAt);
  const series = data?.pageViews.series.map((point) => point.views);
  // The running minute is not whole yet.
  const lastMinute = series?.at(-2);
  return (
    <Stats label="This deployment">
      <Stat
        label="Visitors now"
        value={data && count(data.visitorsNow)}
        note={data && `by heartbeat; ${count(data.pageViews.visitors)} ± 0.81 % in 30 min`}
        series={visitors}
      />
      <Stat
        label="Views, last whole minute"
        value={data && (lastMinute === undefined ? '–' : count(lastMinute))}
        note={
          series && `exact; ${count(Math.max(0, ...series))} at the most in ${series.length} min`
        }
        series={series ?? []}
      />
      <Stat
        label="Active sessions"
        value={data && count(data.activeSessions)}
        note="exact, of all users"
        series={sessions}
      />
      <Blocked limits={data?.rateLimits} />
      <Hits caches={data?.caches} />
      <Stat
        label="Queue depth"
        value={data && count(data.queueDepth)}
        note="exact: jobs that wait, are delayed or run"
        series={depths}
      />
      <Stat
        label="Round trip, p50 / p95"
        value={
          latencies.length > 0 ? (
            <>
              {figure(quantile(latencies, 0.5))}
              <span className="text-ink-3"> / </span>
              {figure(quantile(latencies, 0.95))}
              <span className="text-sm font-normal text-ink-3"> ms</span>
            </>
          ) : undefined
        }
        note={`of the last ${plural(latencies.length, 'poll')}, server to Redis`}
        series={latencies}
      />
      <Stat
        label="Memory"
        value={data && (data.redis.memoryBytes === null ? '–' : bytes(data.redis.memoryBytes))}
        note={data && (data.redis.keys === null ? untold : memoryNote(data.redis))}
      />
    </Stats>
  );
}

/** The share of calls that the guard refused. */
function Blocked({ limits }: { limits: Overview['rateLimits'] | undefined }) {
  const all = limits && limits.allowed + limits.refused;
  return (
    <Stat
      label="Blocked share, last hour"
      value={limits && (all ? percent(limits.refused / all) : '–')}
      note={limits && `${count(limits.refused)} of ${plural(all ?? 0, 'check')} refused`}
      series={limits?.series.map((point) => point.refused) ?? []}
      seriesClass="text-series-2"
    />
  );
}

/** Of all reads of the caches, those that needed no load. */
function Hits({ caches }: { caches: Overview['caches'] | undefined }) {
  return (
    <Stat
      label="Cache hit ratio, last hour"
      value={caches && (caches.hitRatio === null ? '–' : percent(caches.hitRatio))}
      note={caches && `of ${plural(caches.reads, 'read')} through all caches`}
      series={caches?.series.flatMap((point) => point.hitRatio ?? []) ?? []}
    />
  );
}

function memoryNote({ keys, version }: { keys: number | null; version: string | null }): string {
  return `${plural(keys ?? 0, 'key')}${version === null ? '' : `, Redis ${version}`}`;
}
