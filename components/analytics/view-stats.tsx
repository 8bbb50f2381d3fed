'use client';

import { count, figure } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import type { PageViews } from './api';
import { bucketLabel } from './buckets';

const estimated = '± 0.81 %, HyperLogLog';

interface ViewStatsProps {
  data: PageViews | undefined;
  /** The window as a label: "30 min". */
  span: string;
  /** True where the window ends now and is short enough for its last five minutes to matter. */
  recent: boolean;
}

/** The totals of the window, each with how far it may be trusted. */
export function ViewStats({ data, span, recent }: ViewStatsProps) {
  const views = data?.series.map((point) => point.views) ?? [];
  const visitors = data?.series.map((point) => point.visitors ?? 0) ?? [];
  const perPath = data?.visitors === null;
  return (
    <Stats label="Totals">
      <Stat
        label={`Views, ${span}`}
        value={data && count(data.views)}
        note="exact"
        series={views}
      />
      <Stat
        label={`Visitors, ${span}`}
        value={data && (data.visitors === null ? '–' : count(data.visitors))}
        note={perPath ? 'kept for the whole site, not by page' : estimated}
        series={perPath ? [] : visitors}
        seriesClass="text-series-2"
      />
      {recent ? <LastFiveMinutes data={data} /> : <Shape data={data} />}
    </Stats>
  );
}

function LastFiveMinutes({ data }: { data: PageViews | undefined }) {
  const last = data?.last5Minutes;
  return (
    <>
      <Stat label="Views, 5 min" value={last && count(last.views)} note="exact" />
      <Stat label="Visitors, 5 min" value={last && count(last.visitors)} note={estimated} />
    </>
  );
}

function Shape({ data }: { data: PageViews | undefined }) {
  const most = Math.max(0, ...(data?.series.map((point) => point.views) ?? []));
  const busiest = most > 0 ? data?.series.find(({ views }) => views === most) : undefined;
  return (
    <>
      <Stat
        label="Busiest"
        value={data && (busiest ? bucketLabel(data.bucketMs)(busiest.at) : '–')}
        note={data && `${count(most)} views`}
      />
      <Stat
        label="Views per visitor"
        value={data && (data.visitors ? figure(data.views / data.visitors) : '–')}
        note={data?.visitors === null ? 'needs the visitors' : 'from the two before'}
      />
    </>
  );
}
