import { createLeaderboard } from '@/lib/patterns/leaderboard';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

/** Scores of one member, all sent at once. */
process.on('message', async (work: { prefix: string; member: string; scores: number[] }) => {
  const { prefix, member, scores } = work;
  const outcomes = await Promise.all(
    scores.map((score) =>
      createLeaderboard(createClient(sharedTransport()), {
        prefix,
        board: 'game',
        mode: 'best',
      }).submit(member, score),
    ),
  );
  process.send!(outcomes);
});
process.send!('ready');
