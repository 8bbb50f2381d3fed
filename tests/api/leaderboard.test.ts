import { describe, expect, test } from 'vitest';
import type { Operation } from '@/lib/contract';
import {
  listLeaderboards,
  readDistribution,
  readLeaderboard,
  startRun,
  submitScore,
  type ResultOfSubmit,
} from '@/lib/patterns/leaderboard/contract';
import {
  compareFriends,
  readMember,
  removeMember,
  searchMembers,
} from '@/lib/patterns/leaderboard/contract-members';
import { boards } from '@/lib/patterns/leaderboard/contract-boards';
import { keys } from '@/lib/patterns/leaderboard/keys';
import { send, type Call } from '../support/api';
import { refusalOf, refused } from '../support/problems';
import { makeUser, sendAsAdmin } from '../support/callers';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const params = { board: 'five-seconds' };
const guestKey = () => crypto.randomUUID();
const newMember = () => `m-${crypto.randomUUID().slice(0, 8)}`;

async function rankOf(member: string): Promise<number | null> {
  const answer = await send(compareFriends, { params, query: { members: member } });
  return ((await answer.json()) as { standings: { rank: number | null }[] }).standings[0]!.rank;
}
/** Starts a run and, where asked, lets the time of a game pass for it. */
async function start(call: Call = {}, { played = true } = {}) {
  const answer = await send(startRun, { params, body: { guestKey: guestKey() }, ...call });
  expect(answer.status).toBe(201);
  const started = (await answer.json()) as { run: string; member: string };
  const key = keys.run({ prefix: 'rp', ...params, id: started.run });
  const { minMs } = boards[0]!.game;
  if (played) await redis.pexpire(key, (await redis.pttl(key)) - minMs);
  return { ...started, key };
}

describe('bad input names the field, and nothing is written', () => {
  test.each([0.5, '7', null, true, [1], 1e300, 1_000_000_001, -1_000_000_001])(
    'a score of %j',
    async (score) => {
      const member = newMember();
      const answer = await sendAsAdmin(submitScore, { params, body: { member, score } });
      expect(await refusalOf(answer)).toEqual(refused('body/score'));
      expect(await rankOf(member)).toBeNull();
    },
  );

  test.each([
    '',
    '.',
    '..',
    'a b',
    '{a}',
    'a:b',
    'a,b',
    'ａnn',
    'аnn',
    'a\0',
    'a\n',
    'x'.repeat(65),
    '*',
  ])('the member %j', async (member) => {
    const size = await redis.zcard(keys.all({ prefix: 'rp', ...params }));
    const body = { member, score: 1 };
    expect(await refusalOf(await sendAsAdmin(submitScore, { params, body }))).toEqual(
      refused('body/member'),
    );
    for (const operation of [readMember, removeMember] as Operation[]) {
      const answer = await sendAsAdmin(operation, { params: { ...params, member } });
      expect(await refusalOf(answer)).toEqual(refused('path/member'));
    }
    const found = await send(searchMembers, { params, query: { prefix: member } });
    expect(await refusalOf(found)).toEqual(refused('query/prefix'));
    expect(await redis.zcard(keys.all({ prefix: 'rp', ...params }))).toBe(size);
  });

  test.each(['', 'Five', 'a b', '{a}', 'a:b', 'ａ', '../x', 'x'.repeat(65)])(
    'the board %j',
    async (board) => {
      const reads = [readLeaderboard, readDistribution] as Operation[];
      for (const operation of reads)
        expect(await refusalOf(await send(operation, { params: { board } }))).toEqual(
          refused('path/board'),
        );
      const started = await send(startRun, { params: { board }, body: {} });
      expect(await refusalOf(started)).toEqual(refused('path/board'));
    },
  );

  test('a board that is not there is not found, and no key is made of its name', async () => {
    const unknown = { board: 'no-such-board' };
    const calls: [Operation, Call][] = [
      [readLeaderboard, {}],
      [readDistribution, {}],
      [searchMembers, { query: { prefix: 'a' } }],
      [compareFriends, { query: { members: 'a' } }],
      [startRun, { body: { guestKey: guestKey() } }],
      [submitScore, { body: { score: 1, member: 'ann' } }],
    ];
    for (const [operation, call] of calls) {
      const answer = await sendAsAdmin(operation, { ...call, params: unknown });
      expect(await refusalOf(answer)).toMatchObject({ status: 404, code: 'not_found' });
    }
  });

  test.each([
    ['query/period', { period: 'year' }],
    ['query/offset', { offset: '-1' }],
    ['query/offset', { offset: '1.5' }],
    ['query/offset', { offset: '1000001' }],
    ['query/limit', { limit: '0' }],
    ['query/limit', { limit: '101' }],
    ['query/limit', { limit: 'all' }],
    ['query/page', { page: '2' }],
  ])('%s of %j', async (field, query) => {
    expect(await refusalOf(await send(readLeaderboard, { params, query }))).toEqual(refused(field));
  });

  test('neighbours and friends without bound', async () => {
    const member = { ...params, member: 'ann' };
    for (const around of ['-1', '51', '1e9'])
      expect(
        await refusalOf(await send(readMember, { params: member, query: { around } })),
      ).toEqual(refused('query/around'));
    const many = Array.from({ length: 51 }, (_, index) => `m${index}`).join();
    for (const members of [many, '', 'a,,b', 'a,{b}']) {
      const { status, fields } = await refusalOf(
        await send(compareFriends, { params, query: { members } }),
      );
      expect({ status, field: fields[0] }).toEqual({
        status: 400,
        field: expect.stringMatching(/^query\/members/),
      });
    }
  });

  test.each(['', 'short', 'with a space in it', '{braces-are-refused}', 'x'.repeat(65)])(
    'the guest key %j',
    async (key) => {
      const answer = await send(startRun, { params, body: { guestKey: key } });
      expect(await refusalOf(answer)).toEqual(refused('body/guestKey'));
    },
  );
});

describe('a game', () => {
  test('a guest plays: the score counts once, under the name of their key', async () => {
    const key = guestKey();
    const { run, member } = await start({ body: { guestKey: key } });
    expect(member).toMatch(/^guest~[0-9a-f]{15}$/);
    const answer = await send(submitScore, { params, body: { run, score: 917 } });
    const result = (await answer.json()) as ResultOfSubmit;
    expect(result).toMatchObject({ member, applied: true });
    expect(result.boards.map(({ period, score }) => [period, score])).toEqual([
      ['all', 917],
      ['week', 917],
      ['day', 917],
    ]);
    expect(await rankOf(member)).toBe(result.boards[0]!.rank);

    const again = await send(submitScore, { params, body: { run, score: 999 } });
    expect(await refusalOf(again)).toEqual(refused('body/run'));
    expect((await start({ body: { guestKey: key } })).member).toBe(member);
  });

  test('a lost answer is given again for the same Idempotency-Key', async () => {
    const { run } = await start();
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const call = { params, body: { run, score: 800 }, headers };
    const [first, second] = [await send(submitScore, call), await send(submitScore, call)];
    expect(await second.json()).toEqual(await first.json());
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    const other = await send(submitScore, { ...call, body: { run, score: 801 } });
    expect((await refusalOf(other)).status).toBe(422);
  });

  test('who has signed in plays under their name, whatever key they send', async () => {
    const user = await makeUser(redis);
    for (const body of [{}, { guestKey: guestKey() }])
      expect((await start({ body, headers: user.cookie })).member).toBe(user.name);
  });

  test('who is nobody needs a key', async () => {
    const answer = await send(startRun, { params, body: {} });
    expect(await refusalOf(answer)).toEqual(refused('body/guestKey'));
  });

  test('a score that a game cannot have is refused', async () => {
    const young = await start({}, { played: false });
    const early = await send(submitScore, { params, body: { run: young.run, score: 900 } });
    expect(await refusalOf(early)).toEqual(refused('body/run'));
    const { run, member, key } = await start();
    for (const score of [1_001, -1]) {
      const answer = await send(submitScore, { params, body: { run, score } });
      expect(await refusalOf(answer)).toEqual(refused('body/score'));
    }
    const claimed = await send(submitScore, { params, body: { run, score: 1, member: 'ann' } });
    expect(await refusalOf(claimed)).toEqual(refused('body/member'));
    for (const other of ['f'.repeat(32), 'F'.repeat(32), '', 'x'])
      expect(
        await refusalOf(await send(submitScore, { params, body: { run: other, score: 1 } })),
      ).toEqual(refused('body/run'));
    expect(await rankOf(member)).toBeNull();
    expect(await redis.exists(key)).toBe(1);
  });

  test('a run of one board is none of another', async () => {
    const { run } = await start();
    const other = { board: 'five-seconds-total' };
    const answer = await send(submitScore, { params: other, body: { run, score: 900 } });
    expect(await refusalOf(answer)).toEqual(refused('body/run'));
  });
});

describe('who may', () => {
  test('count a score without a run: an admin, for anybody', async () => {
    const member = newMember();
    const body = { member, score: -12 };
    const user = await makeUser(redis);
    const asked = async (headers = {}) =>
      refusalOf(await send(submitScore, { params, body, headers }));
    expect(await asked()).toMatchObject({ status: 401, code: 'not_signed_in' });
    expect(await asked(user.cookie)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await rankOf(member)).toBeNull();
    const answer = await sendAsAdmin(submitScore, { params, body });
    expect(await answer.json()).toMatchObject({ member, applied: true });
    expect(await rankOf(member)).not.toBeNull();
  });

  test('take a member off: they themselves, and admins', async () => {
    const user = await makeUser(redis);
    const { run } = await start({ body: {}, headers: user.cookie });
    await send(submitScore, { params, body: { run, score: 500 }, headers: user.cookie });
    const other = await makeUser(redis);
    const call = { params: { ...params, member: user.name } };
    expect((await send(removeMember, call)).status).toBe(401);
    expect((await send(removeMember, { ...call, headers: other.cookie })).status).toBe(403);
    expect(await rankOf(user.name)).not.toBeNull();
    expect((await send(removeMember, { ...call, headers: user.cookie })).status).toBe(200);
    expect(await rankOf(user.name)).toBeNull();
  });
});

describe('reading', () => {
  test('the boards, a page, a member, names and the distribution', async () => {
    const board = { board: 'five-seconds-latest' };
    const prefix = newMember();
    const members = ['a', 'b', 'c'].map((end) => `${prefix}-${end}`);
    for (const [index, member] of members.entries()) {
      const body = { member, score: 2_000 - index };
      expect((await sendAsAdmin(submitScore, { params: board, body })).status).toBe(200);
    }
    const read = async (operation: Operation, call: Call) =>
      (await (await send(operation, call)).json()) as Record<string, unknown>;

    expect(await read(listLeaderboards, {})).toEqual({ boards });
    const page = await read(readLeaderboard, {
      params: board,
      query: { period: 'week', offset: '1', limit: '1' },
    });
    expect(page).toMatchObject({
      period: 'week',
      rows: [{ position: 2, rank: 2, member: members[1] }],
      hasMore: true,
      span: { to: expect.any(Number) },
    });
    const around = { params: { ...board, member: members[1]! }, query: { around: '1' } };
    expect(((await read(readMember, around)).rows as { member: string }[]).length).toBe(3);
    const nobody = { params: { ...board, member: newMember() } };
    expect(await read(readMember, nobody)).toEqual({ rows: [] });
    expect(await read(searchMembers, { params: board, query: { prefix } })).toMatchObject({
      standings: members.map((member) => ({ member })),
    });
    const distribution = (await read(readDistribution, { params: board })) as {
      members: number;
      steps: { members: number }[];
    };
    expect(distribution.steps.reduce((sum, step) => sum + step.members, 0)).toBe(
      distribution.members,
    );
    for (const member of members) await sendAsAdmin(removeMember, { params: { ...board, member } });
  });
});
