'use client';

import { useLive } from '../live/use-live';
import { readLivePageViews, readPageViews } from './api';
import { spanLabel } from './buckets';
import { ClicksCard } from './clicks-card';
import { EventLog } from './event-log';
import { RankPanel } from './rank-panel';
import { TrackingSnippet } from './tracking-snippet';
import { TrafficPanel } from './traffic-panel';
import { useTraffic } from './use-traffic';
import { ViewStats } from './view-stats';
import { useViewState } from './view-state';
import { ViewsChart } from './views-chart';

export function PageViewsLive() {
  const [{ range, at, path }, set] = useViewState();
  const views = useLive(
    readPageViews,
    { query: { range, ...(at !== null && { at }), ...(path !== null && { path }) } },
    { label: 'Page views', isOver: (data) => data.to <= data.now },
  );
  const feed = useLive(
    readLivePageViews,
    { query: { limit: 50 } },
    { label: 'Event log', whileIdle: false },
  );
  const traffic = useTraffic();
  const data = views.data;
  return (
    <>
      <ViewStats
        data={data}
        span={spanLabel(range, at !== null)}
        recent={range === '30m' && at === null && path === null}
      />
      <ViewsChart data={data} isSwitching={views.isSwitching} traffic={traffic} />
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <RankPanel
          id="top-pages"
          title="Top pages"
          description="A page filters"
          nameKey="path"
          rows={data?.topPages.map((page) => ({ name: page.path, value: page.views }))}
          empty="The most viewed pages of this range appear here."
          selected={path}
          onSelect={(name) => void set({ path: name === path ? null : name })}
        />
        <RankPanel
          id="referrers"
          title="Referrers"
          description="Hosts that sent visitors"
          nameKey="referrer"
          rows={data?.referrers.map((host) => ({ name: host.referrer, value: host.views }))}
          empty={
            path === null
              ? 'Where visitors came from appears here; most come without a referrer.'
              : 'Referrers are kept for the whole site, not by page.'
          }
        />
      </div>
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <EventLog views={feed.data?.views} />
        <div className="flex min-w-0 flex-col gap-4">
          <TrafficPanel traffic={traffic} />
          <TrackingSnippet views={feed.data?.views} />
          <ClicksCard />
        </div>
      </div>
    </>
  );
}
