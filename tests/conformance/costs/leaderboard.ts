import {
  readDistribution,
  readLeaderboard,
  startRun,
  submitScore,
} from '@/lib/patterns/leaderboard/contract';
import {
  compareFriends,
  readMember,
  removeMember,
  searchMembers,
} from '@/lib/patterns/leaderboard/contract-members';
import { createLeaderboard } from '@/lib/patterns/leaderboard';
import { keys } from '@/lib/patterns/leaderboard/keys';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import { send, type Call } from '../../support/api';
import { makeUser } from '../../support/callers';
import type { Exercise } from '../exercise';

const params = { board: 'five-seconds' };
const guest = { params, body: { guestKey: 'a-guest-of-this-test' } };
const client = () => createClient(sharedTransport());

/** Twenty-one players, of whom p5, p6 and p7 tie, and three whose names begin alike. */
async function fill(): Promise<void> {
  const board = createLeaderboard(client(), { ...params, mode: 'best' });
  for (let index = 0; index < 21; index++)
    await board.submit(`p${index}`, index > 4 && index < 8 ? 950 : 1_000 - 10 * index);
  for (const [index, name] of ['ann', 'anna', 'annabel'].entries()) await board.submit(name, index);
}
const filled = (call: Call) => async () => {
  await fill();
  return { params, ...call };
};
const filledByAdmin = (body: { member: string; score: number }) => async () => {
  await fill();
  const { cookie } = await makeUser(client(), { admin: true });
  return { params, body, headers: cookie };
};

/** Starts a run and lets its time pass, by shortening its life. */
async function playedRun() {
  await fill();
  const started = await send(startRun, guest);
  const { run, game } = (await started.json()) as { run: string; game: { minMs: number } };
  const redis = client();
  const key = keys.run({ prefix: 'rp', ...params, id: run });
  await redis.pexpire(key, (await redis.pttl(key)) - game.minMs);
  return { params, body: { run, score: 900 } };
}

const member = (name: string) => filled({ params: { ...params, member: name } });

export const exercises: Exercise[] = [
  { operation: readLeaderboard, of: 'the top of a board', call: filled({}) },
  {
    operation: readLeaderboard,
    of: 'a page further down',
    call: filled({ query: { offset: '10' } }),
  },
  {
    operation: readLeaderboard,
    of: 'a page that begins among those who tie',
    call: filled({ query: { offset: '6' } }),
  },
  { operation: startRun, of: 'a start', call: guest },
  {
    operation: submitScore,
    of: 'the score of a new member',
    call: filledByAdmin({ member: 'new', score: 5 }),
  },
  { operation: submitScore, of: 'the same of a run', call: playedRun },
  {
    operation: submitScore,
    of: 'a better score',
    call: filledByAdmin({ member: 'p9', score: 999 }),
  },
  {
    operation: submitScore,
    of: 'a score that is not better',
    call: filledByAdmin({ member: 'p9', score: 1 }),
  },
  { operation: readMember, of: 'a member and ten around it', call: member('p15') },
  {
    operation: readMember,
    of: 'the same where the first lines tie with those above',
    call: member('p11'),
  },
  {
    operation: searchMembers,
    of: 'a search that finds three',
    call: filled({ query: { prefix: 'ann' } }),
  },
  { operation: compareFriends, of: 'one member', call: filled({ query: { members: 'p3' } }) },
  {
    operation: compareFriends,
    of: 'five members',
    call: filled({ query: { members: 'p1,p2,p3,p4,p5' } }),
  },
  { operation: readDistribution, of: 'a read', call: filled({}) },
  { operation: removeMember, of: 'a removal', call: member('p3') },
];
