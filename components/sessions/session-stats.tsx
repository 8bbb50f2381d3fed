'use client';

import { count } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import type { Active } from './api';

/** The count of now, and what made it, over the range. */
export function SessionStats({ data }: { data: Active | undefined }) {
  const series = data?.series ?? [];
  const sum = (kind: 'begun' | 'ended') => series.reduce((total, point) => total + point[kind], 0);
  const span = data?.range === '24h' ? '24 h' : '1 h';
  return (
    <Stats label="Totals">
      <Stat
        label="Active sessions"
        value={data && count(data.active)}
        note="exact, of all users"
        series={series.map((point) => point.active)}
      />
      <Stat
        label="Highest"
        value={data && count(Math.max(...series.map((point) => point.active)))}
        note={`in ${span}`}
      />
      <Stat
        label="Begun"
        value={data && count(sum('begun'))}
        note={`in ${span}`}
        series={series.map((point) => point.begun)}
        seriesClass="text-series-2"
      />
      <Stat
        label="Ended"
        value={data && count(sum('ended'))}
        note={`in ${span}: signed out, revoked or expired`}
        series={series.map((point) => point.ended)}
      />
    </Stats>
  );
}
