'use client';

import { useCallback, useState } from 'react';
import { useLive } from '../live/use-live';
import { useSignedIn } from '../live/use-signed-in';
import { ActiveStats } from './active-stats';
import { ActivesChart } from './actives-chart';
import { readActives, readSummary, readTimeline } from './api';
import { DoPanel } from './do-panel';
import { HeatMapPanel } from './heat-map-panel';
import { PagesPanel } from './pages-panel';
import { useRange } from './range';
import { RetentionPanel } from './retention-panel';
import { TimelinePanel } from './timeline-panel';

export function ActivityLive() {
  const [range] = useRange();
  const { userId } = useSignedIn();
  const [cursor, setCursor] = useState<string>();
  const isUser = typeof userId === 'string';

  const actives = useLive(readActives, { query: { range } }, { label: 'Active users' });
  const timeline = useLive(
    readTimeline,
    isUser
      ? { params: { id: userId }, query: { limit: 12, ...(cursor !== undefined && { cursor }) } }
      : null,
    { label: 'Your timeline', whileIdle: false },
  );
  const summary = useLive(readSummary, isUser ? { params: { id: userId } } : null, {
    label: 'Your summary',
    whileIdle: false,
  });

  const refreshes = [actives.refresh, timeline.refresh, summary.refresh] as const;
  const [refreshActives, refreshTimeline, refreshSummary] = refreshes;
  const refresh = useCallback(() => {
    refreshActives();
    refreshTimeline();
    refreshSummary();
  }, [refreshActives, refreshTimeline, refreshSummary]);

  const own = isUser ? summary.data : undefined;
  return (
    <>
      <ActiveStats actives={actives.data} userId={userId} summary={own} />
      <ActivesChart data={actives.data} range={range} isSwitching={actives.isSwitching} />
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <TimelinePanel
          userId={userId}
          page={isUser ? timeline.data : undefined}
          isSwitching={timeline.isSwitching}
          isFirst={cursor === undefined}
          onPage={setCursor}
        />
        <div className="flex min-w-0 flex-col gap-4">
          <DoPanel userId={userId} summary={own} onChange={refresh} />
          <PagesPanel userId={userId} pages={own?.pages} />
        </div>
      </div>
      <HeatMapPanel userId={userId} summary={own} />
      <RetentionPanel data={actives.data} />
    </>
  );
}
