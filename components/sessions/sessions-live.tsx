'use client';

import { useLive } from '../live/use-live';
import { ActiveChart } from './active-chart';
import { readActiveSessions, readCurrentSession } from './api';
import { CurrentPanel } from './current-panel';
import { ListPanel } from './list-panel';
import { useHourOrDay } from '../pattern/range';
import { SessionStats } from './session-stats';
import { SignInPanel } from './sign-in-panel';

export function SessionsLive() {
  const [range] = useHourOrDay();
  const active = useLive(readActiveSessions, { query: { range } }, { label: 'Active sessions' });
  // To read it is to use it: an open tab that nobody touches must not keep its session alive.
  const current = useLive(readCurrentSession, {}, { label: 'Your session', whileIdle: false });
  const session = current.data?.session;
  const refresh = () => {
    current.refresh();
    active.refresh();
  };
  return (
    <>
      <SessionStats data={active.data} />
      <ActiveChart data={active.data} isSwitching={active.isSwitching} />
      {session ? (
        <>
          <CurrentPanel session={session} onChange={refresh} />
          <ListPanel key={session.userId} userId={session.userId} onChange={refresh} />
        </>
      ) : (
        <SignInPanel
          isReady={session === null}
          samples={current.data?.sampleAccounts}
          onSignedIn={refresh}
        />
      )}
    </>
  );
}
