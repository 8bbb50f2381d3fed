import { LeaderboardLive } from '@/components/leaderboard/leaderboard-live';
import { ViewControl } from '@/components/leaderboard/view-control';
import { PatternPage } from '@/components/pattern/pattern-page';
import { leaderboard } from '@/lib/patterns/leaderboard/contract';
import { keys } from '@/lib/patterns/leaderboard/keys';

export const metadata = { title: 'Leaderboard', description: leaderboard.summary };

export default function Page() {
  return (
    <PatternPage pattern={leaderboard} keys={keys} range={<ViewControl />}>
      <LeaderboardLive />
    </PatternPage>
  );
}
