'use client';

import { useState } from 'react';
import { useLive } from '../live/use-live';
import { listJobs, readQueue } from './api';
import { EnqueuePanel } from './enqueue-panel';
import { JobPanel } from './job-panel';
import { JobsPanel } from './jobs-panel';
import { LatencyChart, ThroughputChart } from './queue-charts';
import { QueueFigures } from './queue-figures';
import { useListState, useQueue, useSearch } from './view-state';
import { VanishPanel } from './vanish-panel';
import { WorkPanel } from './work-panel';

export function QueueLive() {
  const [queue] = useQueue();
  const [state] = useListState();
  const [text] = useSearch();
  const asked = `${queue} ${state} ${text}`;
  const [page, setPage] = useState({ of: asked, cursor: '' });
  const cursor = page.of === asked ? page.cursor : '';
  const stats = useLive(readQueue, { params: { queue } }, { label: 'Queue' });
  const list = useLive(
    listJobs,
    { params: { queue }, query: { state, q: text.replace(/[^\w.:-]/g, ''), cursor } },
    { label: 'Jobs', whileIdle: false },
  );
  const refresh = () => {
    stats.refresh();
    list.refresh();
  };
  return (
    <>
      <QueueFigures data={stats.data} isSwitching={stats.isSwitching} />
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <ThroughputChart data={stats.data} isSwitching={stats.isSwitching} />
        <LatencyChart data={stats.data} isSwitching={stats.isSwitching} />
      </div>
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <EnqueuePanel key={queue} queue={queue} onChange={refresh} />
        <WorkPanel queue={queue} paused={stats.data?.paused} onChange={refresh} />
      </div>
      <JobsPanel
        queue={queue}
        list={list}
        stats={stats.data}
        isFirst={cursor === ''}
        onPage={(next) => setPage({ of: asked, cursor: next })}
        onChange={refresh}
      />
      <JobPanel queue={queue} onChange={refresh} />
      <VanishPanel key={`vanish ${queue}`} queue={queue} onChange={refresh} />
    </>
  );
}
