'use client';

import { useCallback, useEffect, useRef } from 'react';
import { announce } from '../live/announcer';
import { useLive } from '../live/use-live';
import { compareFriends, readDistribution, readLeaderboard, readMember } from './api';
import { AroundPanel } from './around-panel';
import { BoardPanel } from './board-panel';
import { DistributionPanel } from './distribution-panel';
import { useFriends } from './friends';
import { FriendsPanel } from './friends-panel';
import { GamePanel } from './game-panel';
import { useMe } from './player';
import { StandingStats } from './standing-stats';
import { useBoard, useChosenMember, useOffset, usePeriod, useSize } from './view-state';

export function LeaderboardLive() {
  const [board] = useBoard();
  const [period] = usePeriod();
  const [size] = useSize();
  const [offset] = useOffset();
  const [chosen] = useChosenMember();
  const me = useMe();
  const [friends] = useFriends();
  const member = chosen ?? me;
  const known = [...new Set([...(me === undefined ? [] : [me]), ...friends])];

  const params = { board };
  const page = useLive(
    readLeaderboard,
    { params, query: { period, offset, limit: Number(size) } },
    { label: 'Board' },
  );
  const around = useLive(
    readMember,
    member === undefined ? null : { params: { board, member }, query: { period, around: 3 } },
    { label: 'Around a member', whileIdle: false },
  );
  const standings = useLive(
    compareFriends,
    known.length === 0 ? null : { params, query: { period, members: known.join() } },
    { label: 'You and your friends', whileIdle: false },
  );
  const distribution = useLive(
    readDistribution,
    { params, query: { period } },
    { label: 'Scores', whileIdle: false },
  );

  const refreshes = [page.refresh, around.refresh, standings.refresh, distribution.refresh];
  const refresh = useRefresh(refreshes);
  const mine = standings.isSwitching
    ? undefined
    : standings.data?.standings.find((standing) => standing.member === me);
  useAnnouncedRank(`${board} ${period} ${me}`, mine?.rank ?? undefined);
  const members = distribution.data?.members;

  return (
    <>
      <StandingStats
        standing={mine}
        isKnown={me === undefined || mine !== undefined}
        members={members}
      />
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <GamePanel key={board} onCounted={refresh} />
        <AroundPanel
          me={me}
          member={member}
          rows={around.data?.rows}
          isSwitching={around.isSwitching}
          onChange={refresh}
        />
      </div>
      <BoardPanel
        page={page.data}
        isSwitching={page.isSwitching}
        members={members}
        me={me}
        onChange={refresh}
      />
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <DistributionPanel
          data={distribution.data}
          isSwitching={distribution.isSwitching}
          score={mine?.score ?? undefined}
        />
        <FriendsPanel me={me} standings={standings.data?.standings} />
      </div>
    </>
  );
}

/** One function that reads everything again, the same for as long as its parts are. */
function useRefresh([a, b, c, d]: (() => void)[]): () => void {
  return useCallback(() => [a, b, c, d].forEach((refresh) => refresh?.()), [a, b, c, d]);
}

/** Says when one's own rank has changed while the page is open. */
function useAnnouncedRank(view: string, rank: number | undefined): void {
  const last = useRef<{ view: string; rank: number }>(undefined);
  useEffect(() => {
    if (rank === undefined) return;
    const before = last.current;
    last.current = { view, rank };
    if (before?.view === view && before.rank !== rank)
      announce(`Your rank is ${rank} now, it was ${before.rank}`);
  }, [view, rank]);
}
