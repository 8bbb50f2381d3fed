'use client';

import { useLive } from '../live/use-live';
import { count, plural, time } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import { listLocks, readScheduledRuns } from './api';
import { ContendersPanel } from './contenders-panel';
import { HoldersPanel } from './holders-panel';
import { SchedulePanel } from './schedule-panel';
import { StalePanel } from './stale-panel';

export function LocksLive() {
  const list = useLive(listLocks, {}, { label: 'Locks' });
  const runs = useLive(readScheduledRuns, {}, { label: 'Scheduled runs', whileIdle: false });
  const locks = list.data?.locks;
  const newest = locks?.toSorted((a, b) => b.fence - a.fence)[0];
  const report = runs.data?.report;
  return (
    <>
      <Stats label="Now">
        <Stat label="Locks held" value={locks && count(locks.length)} note="each by one holder" />
        <Stat
          label="Waiting"
          value={locks && count(locks.reduce((sum, { waiting }) => sum + waiting, 0))}
          note="in the order of their coming"
        />
        <Stat
          label="Last grant"
          value={locks && (newest ? time(newest.grantedAt, 'second') : '–')}
          note={newest ? `${newest.resource}, to ${newest.owner}` : 'of the locks that are held'}
        />
        <Stat
          label="Last scheduled run"
          value={runs.data && (report ? time(report.period, 'minute') : '–')}
          note={
            report
              ? `by ${report.by}, ${plural(report.keys, 'key')} counted`
              : runs.data && 'none yet'
          }
        />
      </Stats>
      <HoldersPanel list={list.data} readAt={list.updatedAt} onChange={list.refresh} />
      <ContendersPanel onChange={list.refresh} />
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <StalePanel />
        <SchedulePanel runs={runs.data} onChange={runs.refresh} />
      </div>
    </>
  );
}
