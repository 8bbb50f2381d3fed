import { describe, expect, test } from 'vitest';
import { createActivity, type Activity } from '@/lib/patterns/activity';
import { defaultKeep, keys } from '@/lib/patterns/activity/keys';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { randomOf } from '../redis/support';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh({ keep = 50 } = {}) {
  const prefix = freshPrefix();
  return { prefix, activity: createActivity(redis, { prefix, keep }) };
}

/** A whole timeline, page by page. */
async function all(activity: Activity, user: string, limit = 100) {
  const entries = [];
  let cursor: string | undefined;
  do {
    const page = await activity.timeline(user, { limit, ...(cursor !== undefined && { cursor }) });
    entries.push(...page.entries);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return entries;
}

describe('the timeline', () => {
  test('tells what was done, to what and when, the newest first', async () => {
    const { activity } = fresh();
    const before = Date.now();
    await activity.record('ann', { type: 'sign-in' });
    await activity.record('ann', { type: 'page-view', subject: '/büro {1}:2' });
    const { entries, next } = await activity.timeline('ann');
    expect(entries).toMatchObject([
      { type: 'page-view', subject: '/büro {1}:2' },
      { type: 'sign-in' },
    ]);
    expect(entries[1]).not.toHaveProperty('subject');
    expect(next).toBeNull();
    for (const { at } of entries) expect(Math.abs(at - before)).toBeLessThan(60_000);
  });

  test('pages without a gap or a repetition, whatever is added meanwhile', async () => {
    const { activity } = fresh();
    for (let n = 0; n < 25; n++) await activity.record('ann', { type: 'score', subject: `${n}` });
    const first = await activity.timeline('ann', { limit: 10 });
    await activity.record('ann', { type: 'score', subject: 'later' });
    const second = await activity.timeline('ann', { limit: 10, cursor: first.next! });
    const third = await activity.timeline('ann', { limit: 10, cursor: second.next! });
    const seen = [first, second, third].flatMap(({ entries }) => entries);
    expect(seen.map(({ subject }) => Number(subject))).toEqual(
      Array.from({ length: 25 }, (_, n) => 24 - n),
    );
    expect(third.next).toBeNull();
  });

  test('of a page that is just full has no next', async () => {
    const { activity } = fresh();
    for (let n = 0; n < 5; n++) await activity.record('ann', { type: 'job' });
    expect(await activity.timeline('ann', { limit: 5 })).toMatchObject({ next: null });
    expect((await activity.timeline('nobody')).entries).toEqual([]);
  });

  test('of each user is their own', async () => {
    const { activity } = fresh();
    await activity.record('a:b', { type: 'job' });
    expect((await activity.timeline('a')).entries).toEqual([]);
    expect((await activity.timeline('a:b')).entries).toHaveLength(1);
  });

  test('10,000 writes at once from four processes: just the newest are kept, in order', async () => {
    const { prefix, activity } = fresh({ keep: 250 });
    const work = { prefix, keep: 250, user: 'ann', events: 2_500 };
    const writers = ['a', 'b', 'c', 'd'];
    const processes = await Promise.all(writers.map(() => startProcess('active-user.ts')));
    await Promise.all(processes.map((one, i) => one.ask({ ...work, writer: writers[i] })));

    const entries = (await all(activity, 'ann')).reverse();
    expect(entries).toHaveLength(250);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(250);
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort((a, b) => a - b));
    // A process sends in order, so of each just the last so many events may be left.
    for (const writer of writers) {
      const kept = entries
        .map(({ subject = '' }) => subject.split(' '))
        .filter(([name]) => name === writer)
        .map(([, number]) => Number(number));
      expect(kept).toEqual(kept.map((_, index) => 2_500 - kept.length + index));
    }
    const { events, heatMap } = await activity.summary('ann');
    expect(events['page-view']).toBe(10_000);
    expect(heatMap.flat().reduce((sum, count) => sum + count, 0)).toBe(10_000);
  });

  test('takes no more memory when it is full', async () => {
    const { prefix, activity } = fresh({ keep: defaultKeep });
    const key = keys.timeline({ prefix, user: 'ann' });
    const fill = async (letter: string) => {
      const subject = letter.repeat(200);
      for (let n = 0; n < defaultKeep; n += 50)
        await Promise.all(
          Array.from({ length: 50 }, () => activity.record('ann', { type: 'page-view', subject })),
        );
      return Number(await redis.exec(['MEMORY', 'USAGE', key, 'SAMPLES', '0']));
    };
    const full = await fill('a');
    await fill('b');
    expect(await fill('c')).toBeLessThan(1.5 * full);
    // 800 bytes of figures, and a bit for each day from 2024 on.
    const days = (Date.now() - Date.UTC(2024)) / (24 * 60 * 60_000);
    expect(await redis.strlen(keys.user({ prefix, user: 'ann' }))).toBe(
      800 + Math.ceil(Math.ceil(days) / 8),
    );
  });

  test.each([0, -1, 1.5, 10_001, Number.NaN])('cannot keep %d events', (keep) => {
    expect(() => createActivity(redis, { keep })).toThrow(RangeError);
  });
});

describe('history that is brought in', () => {
  test('comes oldest first: what is earlier than the newest is refused, and nothing of it stays', async () => {
    const { prefix, activity } = fresh();
    const at = Date.now() - 5_000;
    const operationId = newOperationId();
    await activity.record('ann', { type: 'job' }, { at });
    await expect(
      activity.record('ann', { type: 'job' }, { at: at - 1, operationId }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
    expect((await activity.summary('ann')).events.job).toBe(1);
    expect(await redis.exists(keys.receipt({ prefix, id: operationId.id }))).toBe(0);
    await activity.record('ann', { type: 'job' }, { at });
    expect((await activity.timeline('ann')).entries).toHaveLength(2);
  });

  test.each([Date.UTC(2023, 11, 31), Date.now() + 86_400_000, Number.NaN])(
    'an event at %d is refused',
    async (at) => {
      const { activity } = fresh();
      await expect(activity.record('ann', { type: 'job' }, { at })).rejects.toThrow(RangeError);
    },
  );
});

describe('resends', () => {
  test('with answers dropped at random, each event counts once', async () => {
    const { prefix, activity } = fresh();
    const random = randomOf(10);
    let inARow = 0;
    // At random, but never more often in a row than a call has attempts.
    const send = dropAnswers(createSend(), () => {
      inARow = random() < 0.4 && inARow < 2 ? inARow + 1 : 0;
      return inARow > 0;
    });
    const transport = createTransport({ ...requireRedisConfig(), send });
    const lossy = createActivity(createClient(transport), { prefix, keep: 50 });
    for (let n = 0; n < 40; n++) await lossy.record('ann', { type: 'job', subject: `${n}` });
    await transport.close();
    const { entries } = await activity.timeline('ann', { limit: 100 });
    expect(entries.map(({ subject }) => Number(subject))).toEqual(
      Array.from({ length: 40 }, (_, n) => 39 - n),
    );
    expect((await activity.summary('ann')).events.job).toBe(40);
  });

  test('the same id says that it was carried out before; for another request it is refused', async () => {
    const { activity } = fresh();
    const operationId = { id: crypto.randomUUID(), fingerprint: 'a' };
    await activity.record('ann', { type: 'job' }, { operationId });
    expect(operationId).toMatchObject({ replayed: false });
    await activity.record('ann', { type: 'job' }, { operationId });
    expect(operationId).toMatchObject({ replayed: true });
    const other = { ...operationId, fingerprint: 'b' };
    for (const call of [
      () => activity.record('ann', { type: 'score' }, { operationId: other }),
      () => activity.erase('ann', { operationId: other }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    expect((await activity.summary('ann')).events).toMatchObject({ job: 1, score: 0 });
  });
});
