import { describe, expect, test } from 'vitest';
import { keys, tagLifeMs } from '@/lib/patterns/cache/keys';
import { claim, settle, type Place } from '@/lib/patterns/cache/store';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();
const leaseMs = 60_000;

function fresh(...tags: string[]): Place {
  const of = { prefix: freshPrefix(), name: 'test', version: 1, key: 'k' };
  return {
    entry: keys.entry(of),
    state: keys.state(of),
    tags: tags.map((tag) => keys.tag({ ...of, tag })),
  };
}

describe('a claim', () => {
  test('is given to nobody where a load has just failed, also who saw nothing of that', async () => {
    const place = fresh();
    const { grant } = await claim(redis, place, leaseMs);
    await settle(redis, place, grant!, { kind: 'failed', about: 'down' }, 60_000);
    expect(await claim(redis, place, leaseMs)).toMatchObject({
      grant: undefined,
      state: { kind: 'failed', about: 'down' },
    });
  });

  test('is ended by who holds it and by nobody else, and is free then', async () => {
    const place = fresh();
    const { grant } = await claim(redis, place, leaseMs);
    expect(await settle(redis, place, 'another', { kind: 'idle' }, 0)).toBe(false);
    expect((await claim(redis, place, leaseMs)).grant).toBeUndefined();
    expect(await settle(redis, place, grant!, { kind: 'idle' }, 0)).toBe(true);
    expect((await claim(redis, place, leaseMs)).grant).toBeDefined();
  });

  test('renews a tag of which less than half is left, so that it outlives the value', async () => {
    const place = fresh('old');
    const madeAt = Date.now() - Math.round(0.6 * tagLifeMs);
    const version = `${madeAt}000-someone-1`;
    await redis.set(place.tags[0]!, version, { px: 60_000 });
    expect(await claim(redis, place, leaseMs)).toMatchObject({ stamp: version });
    expect(await redis.pttl(place.tags[0]!)).toBeGreaterThan(tagLifeMs / 2);
  });
});
