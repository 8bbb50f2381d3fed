import { expect, test } from 'vitest';
import { createActivity } from '@/lib/patterns/activity';
import { keys } from '@/lib/patterns/activity/keys';
import { newOperationId } from '@/lib/redis/operation-id';
import { randomOf } from '../redis/support';
import { bringIn, dayMs } from '../support/activities';
import { freshPrefixes, testRedis } from '../support/redis';
import { scan } from '../support/rooms';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh() {
  const prefix = freshPrefix();
  return { prefix, activity: createActivity(redis, { prefix }) };
}

/** What the keys below a prefix hold, but for receipts, as long as it is not nothing. */
async function traces(prefix: string): Promise<string[]> {
  const found = await scan(redis, `*${prefix}:*`);
  const actives = keys.actives({ prefix });
  const others = found.filter((key) => key !== actives && !keys.receipt.matches(key));
  const counted = await redis.bitcount(actives, 0, -1);
  return [...others, ...(counted === 0 ? [] : [`${counted} bits of the actives`])];
}

/** Times on so many of the last days, at random. */
const daysAtRandom = (seed: number, days: number, most = 300) => {
  const random = randomOf(seed);
  return Array.from({ length: days }, () => Date.now() - Math.floor(random() * most * dayMs));
};

test('an erased user leaves no key and no bit', async () => {
  const { prefix, activity } = fresh();
  const times = daysAtRandom(1, 120);
  await bringIn(activity, new Map([['ann-marie', times]]));
  const days = new Set(times.map((at) => Math.floor(at / dayMs))).size;
  expect(await activity.erase('ann-marie')).toEqual({ entries: 120, days });
  expect(await scan(redis, '*ann-marie*')).toEqual([]);
  expect(await traces(prefix)).toEqual([]);
});

test('receipts say nothing of whose they were', async () => {
  const { prefix, activity } = fresh();
  await activity.record('ann-marie', { type: 'page-view', subject: '/secret' });
  await activity.erase('ann-marie');
  const receipts = (await scan(redis, `*${prefix}:*`)).filter(keys.receipt.matches);
  expect(receipts).toHaveLength(2);
  const held = await redis.mget<string[]>(...receipts);
  expect(new Set(held)).toEqual(new Set(['[""]', '["",[1,1]]']));
});

test('decades of days are erased by one call', async () => {
  const { prefix, activity } = fresh();
  // A record with a bit for each day of 27 years, as 10,000 calls would have written it.
  const { user, timeline, actives } = {
    user: keys.user({ prefix, user: 'ann' }),
    timeline: keys.timeline({ prefix, user: 'ann' }),
    actives: keys.actives({ prefix }),
  };
  await redis.setrange(user, 800, 'U'.repeat(1_250));
  await redis.bitfield(user).set('u32', '#0', 2).exec();
  await redis.pexpire(user, 60_000);
  const figures = Array.from({ length: 11 * 10_000 }, (_, figure) => figure);
  for (let from = 0; from < figures.length; from += 5_000) {
    const command = redis.bitfield(actives);
    for (const figure of figures.slice(from, from + 5_000)) command.set('u32', `#${figure}`, 7);
    await command.exec();
  }
  expect(await activity.erase('ann')).toEqual({ entries: 0, days: 5_000 });
  expect(await redis.exists(user, timeline)).toBe(0);
  const command = redis.bitfield(actives);
  for (const day of [1, 9_999]) command.get('u32', `#${11 * day}`);
  expect(await command.exec()).toEqual([6, 6]);
});

test('an erased user who comes back starts clean, and the others stay', async () => {
  const { activity } = fresh();
  await bringIn(
    activity,
    new Map([
      ['ann', daysAtRandom(2, 30)],
      ['ben', daysAtRandom(3, 30)],
    ]),
  );
  const ben = await activity.summary('ben');
  await activity.erase('ann');
  await activity.record('ann', { type: 'score', subject: 'a' });
  expect(await activity.summary('ann')).toMatchObject({
    days: 1,
    streak: { current: 1, longest: 1 },
    events: { 'page-view': 0, score: 1 },
    pages: [],
  });
  expect((await activity.timeline('ann')).entries).toHaveLength(1);
  expect((await activity.actives()).retention[0]).toMatchObject({ newcomers: 1 });
  expect(await activity.summary('ben')).toEqual(ben);
});

test('an erasure that is sent again spares what came after it', async () => {
  const { activity } = fresh();
  const operationId = newOperationId();
  await activity.record('ann', { type: 'job' });
  const first = await activity.erase('ann', { operationId });
  await activity.record('ann', { type: 'score' });
  expect(await activity.erase('ann', { operationId })).toEqual(first);
  expect((await activity.timeline('ann')).entries).toMatchObject([{ type: 'score' }]);
});

test('an event that is sent again after the erasure revives nothing', async () => {
  const { prefix, activity } = fresh();
  const operationId = newOperationId();
  await activity.record('ann', { type: 'job' }, { operationId });
  await activity.erase('ann');
  await activity.record('ann', { type: 'job' }, { operationId });
  expect(operationId.replayed).toBe(true);
  expect(await traces(prefix)).toEqual([]);
});

test('events and erasures at once leave the user whole or gone', async () => {
  const { prefix, activity } = fresh();
  const random = randomOf(4);
  for (let round = 0; round < 20; round++) {
    await Promise.all(
      Array.from({ length: 20 }, () =>
        random() < 0.2 ? activity.erase('ann') : activity.record('ann', { type: 'job' }),
      ),
    );
    const [{ days, events }, { today, week, month }, { entries }] = await Promise.all([
      activity.summary('ann'),
      activity.actives(),
      activity.timeline('ann', { limit: 100 }),
    ]);
    expect([today, week, month]).toEqual([days, days, days]);
    expect(entries).toHaveLength(events.job);
  }
  await activity.erase('ann');
  expect(await traces(prefix)).toEqual([]);
});
