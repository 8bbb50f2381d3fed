import { describe, expect, test } from 'vitest';
import { createLeaderboard } from '@/lib/patterns/leaderboard';
import { keys } from '@/lib/patterns/leaderboard/keys';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createSend } from '@/lib/redis/send';
import { connect, randomOf } from '../redis/support';
import { freshBoards } from '../support/leaderboards';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const fresh = freshBoards();

describe('resends', () => {
  test('with answers lost at random, a sum equals the scores', async () => {
    const { prefix } = fresh();
    const random = randomOf(3);
    let inARow = 0;
    // At random, but never more often in a row than a call has attempts.
    const send = dropAnswers(createSend(), () => {
      inARow = random() < 0.4 && inARow < 2 ? inARow + 1 : 0;
      return inARow > 0;
    });
    const lossy = createLeaderboard(createClient(connect({ send })), {
      prefix,
      board: 'game',
      mode: 'sum',
    });
    for (let round = 0; round < 10; round++)
      await Promise.all(Array.from({ length: 5 }, (_, index) => lossy.submit('ann', index)));
    expect((await lossy.rank('ann')).score).toBe(100);
    expect((await lossy.rank('ann', 'day')).score).toBe(100);
  });

  test('the same id returns the first answer, though the board has moved', async () => {
    const { board } = fresh('sum');
    const operationId = newOperationId();
    const first = await board.submit('ann', 5, { operationId });
    await board.submit('ben', 9);
    expect(await board.submit('ann', 5, { operationId })).toEqual(first);
    expect(operationId.replayed).toBe(true);
    expect((await board.rank('ann')).score).toBe(5);
  });
});

describe('runs', () => {
  const lifeMs = 20_000;

  test('a run counts one score, for whom it was started', async () => {
    const { board } = fresh('sum');
    const run = { id: await board.startRun('ann', lifeMs), lifeMs, minMs: 0 };
    expect(await board.finishRun(run, 5)).toMatchObject({ applied: true, member: 'ann' });
    expect(await board.finishRun(run, 5)).toEqual({ applied: false, refused: 'run' });
    expect(await board.finishRun({ ...run, id: 'f'.repeat(32) }, 5)).toMatchObject({
      refused: 'run',
    });
    expect((await board.rank('ann')).score).toBe(5);
  });

  test('a run must have lasted, and one that is too young lives on', async () => {
    const { prefix, board } = fresh();
    const id = await board.startRun('ann', lifeMs);
    const run = { id, lifeMs, minMs: 4_000 };
    expect(await board.finishRun(run, 5)).toMatchObject({ applied: false, refused: 'early' });
    expect(await board.size()).toBe(0);
    // Shortening its life lets time pass for it.
    await redis.pexpire(keys.run({ prefix, board: 'game', id }), lifeMs - 4_000);
    expect(await board.finishRun(run, 5)).toMatchObject({ applied: true });
  });

  test('a start that is sent again after the run has counted makes no run anew', async () => {
    const { board } = fresh();
    const operationId = newOperationId();
    const run = { id: await board.startRun('ann', lifeMs, { operationId }), lifeMs, minMs: 0 };
    expect(await board.finishRun(run, 5)).toMatchObject({ applied: true });
    expect(await board.startRun('ann', lifeMs, { operationId })).toBe(run.id);
    expect(await board.finishRun(run, 5)).toEqual({ applied: false, refused: 'run' });
  });

  test('the same operation id starts the same run and does not set its clock back', async () => {
    const { prefix, board } = fresh();
    const operationId = newOperationId();
    const id = await board.startRun('ann', lifeMs, { operationId });
    const key = keys.run({ prefix, board: 'game', id });
    await redis.pexpire(key, 5_000);
    expect(await board.startRun('ann', lifeMs, { operationId })).toBe(id);
    expect(await redis.pttl(key)).toBeLessThanOrEqual(5_000);
    expect(await board.startRun('ben', lifeMs, { operationId })).not.toBe(id);
  });
});
