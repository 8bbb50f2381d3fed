import { describe, expect, test } from 'vitest';
import type { Operation } from '@/lib/contract';
import {
  changeCounter,
  changeCounters,
  deleteCounter,
  maxBatch,
  readCounters,
} from '@/lib/patterns/counters/contract';
import { readPresence, sendPresence } from '@/lib/patterns/counters/contract-presence';
import type { Call } from '../support/api';
import { refusalOf, refused } from '../support/problems';
import { sendAsAdmin as send } from '../support/callers';

const named = () => ({ name: `c-${crypto.randomUUID()}` });

const refusal = (operation: Operation, call: Call) => refusalOf(send(operation, call));

async function valueOf(name: string): Promise<number | undefined> {
  const answer = await send(readCounters, { query: { names: name } });
  const { counters } = (await answer.json()) as { counters: { value: number }[] };
  return counters[0]?.value;
}

describe('bad input names the field, and nothing is written', () => {
  test.each([0, 1.5, 1e300, -1e300, '2', null, true, [1], 1e12 + 1])('by %j', async (by) => {
    const params = named();
    expect(await refusal(changeCounter, { params, body: { by } })).toEqual(refused('body/by'));
    expect(await valueOf(params.name)).toBe(0);
  });

  test.each(['floor', 'ceiling'])('a %s that is no whole number', async (bound) => {
    for (const value of [0.5, '0', 2 ** 53, null]) {
      const call = { params: named(), body: { by: 1, [bound]: value } };
      expect(await refusal(changeCounter, call)).toEqual(refused(`body/${bound}`));
    }
  });

  test.each(['', 'a b', '{a}', 'a:b', '#', 'ａ', 'a\0', 'a\n', 'x'.repeat(65), '../a', '*'])(
    'the name %j',
    async (name) => {
      const params = { name };
      expect(await refusal(changeCounter, { params, body: { by: 1 } })).toEqual(
        refused('path/name'),
      );
      expect(await refusal(deleteCounter, { params })).toEqual(refused('path/name'));
      const many = {
        body: {
          changes: [
            { name: 'fine', by: 1 },
            { name, by: 1 },
          ],
        },
      };
      expect(await refusal(changeCounters, many)).toEqual(refused('body/changes/1/name'));
      expect(await refusal(readCounters, { query: { names: name } })).toEqual(
        refused('query/names'),
      );
    },
  );

  test('a counter named twice, too many, none, and a field that nobody knows', async () => {
    const twice = [
      { name: 'a', by: 1 },
      { name: 'a', by: 1 },
    ];
    const many = Array.from({ length: maxBatch + 1 }, (_, i) => ({ name: `n${i}`, by: 1 }));
    for (const changes of [twice, many, []])
      expect(await refusal(changeCounters, { body: { changes } })).toEqual(refused('body/changes'));
    expect(await refusal(changeCounter, { params: named(), body: { by: 1, flor: 0 } })).toEqual(
      refused('body/flor'),
    );
    const names = Array.from({ length: 21 }, (_, i) => `n${i}`).join();
    expect(await refusal(readCounters, { query: { names } })).toEqual(refused('query/names'));
    expect(await refusal(readCounters, {})).toEqual(refused('query/names'));
  });

  test.each([
    ['body/user', { user: '' }],
    ['body/user', { user: '{a}' }],
    ['body/user', { user: 'ａnn' }],
    ['body/user', {}],
    ['body/place', { user: 'ann', place: 'elsewhere' }],
    ['body/event', { user: 'ann', event: 'stay' }],
    ['body/ttlMs', { user: 'ann', ttlMs: 1e9 }],
  ])('presence: %s of %j', async (field, body) => {
    expect(await refusal(sendPresence, { body })).toEqual(refused(field));
  });

  test.each(['-1', '101', '1.5', 'all'])('presence: a limit of %s', async (limit) => {
    expect(await refusal(readPresence, { query: { limit } })).toEqual(refused('query/limit'));
  });
});

describe('over HTTP', () => {
  test('a refusal by a bound is an answer', async () => {
    const params = named();
    const answer = await send(changeCounter, { params, body: { by: -1, floor: 0 } });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      ...params,
      value: 0,
      applied: false,
      refused: 'floor',
    });
  });

  test('the same Idempotency-Key counts once, also for many', async () => {
    const { name } = named();
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const call = { headers, body: { changes: [{ name, by: 2 }] } };
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(changeCounters, call)));
    for (const answer of answers)
      expect(await answer.json()).toMatchObject({ applied: true, counters: [{ value: 2 }] });
    expect(await valueOf(name)).toBe(2);
  });

  test('names are read in their order, each once', async () => {
    const [a, b] = [named().name, named().name];
    await send(changeCounter, { params: { name: b }, body: { by: 3 } });
    const answer = await send(readCounters, { query: { names: `${b},${a},${b}` } });
    const { counters } = (await answer.json()) as { counters: { name: string; value: number }[] };
    expect(counters.map(({ name, value }) => [name, value])).toEqual([
      [b, 3],
      [a, 0],
    ]);
  });

  test('a heartbeat says when the next should come, a goodbye counts nobody', async () => {
    const user = `user-${crypto.randomUUID()}`;
    const beat = await send(sendPresence, { body: { user, place: 'lab' } });
    expect(await beat.json()).toEqual({
      here: expect.any(Number),
      ttlMs: 6_000,
      beatEveryMs: 2_000,
    });
    const read = await send(readPresence, { query: { place: 'lab', limit: '100' } });
    expect(await read.json()).toMatchObject({
      users: expect.arrayContaining([{ user, goneAt: expect.any(Number) }]),
    });
    const leave = await send(sendPresence, { body: { user, place: 'lab', event: 'leave' } });
    expect(await leave.json()).toMatchObject({ here: null });
  });
});
