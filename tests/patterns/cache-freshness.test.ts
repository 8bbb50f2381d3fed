import { describe, expect, test } from 'vitest';
import type { Cache } from '@/lib/patterns/cache';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { createSend } from '@/lib/redis/send';
import type { Send, SendRequest } from '@/lib/redis/send-types';
import { connect, randomOf, watchedSend } from '../redis/support';
import { eventually, freshCaches, origin } from '../support/caches';
import { startProcess } from '../support/processes';
import { testRedis } from '../support/redis';
import type { ModelReport } from './processes/cache-model';

const { redis } = testRedis();
const fresh = freshCaches();

describe('a load that began before an invalidation', () => {
  test.each([{ tags: ['a'] }, { keys: ['k'] }])(
    '%j: is not stored, and no reader gets it who comes after; in this process or another',
    async (what) => {
      const { process } = fresh();
      const [a, b] = [process(), process()];
      const source = origin('old');
      const first = a.get('k', { tags: ['a'], load: source.held });
      await source.started;

      const before = a.get('k', { tags: ['a'], load: source.load });
      // The reader from before must have looked: from then on it shares the first load, or waits for it.
      await settledLook(a);
      source.value = 'new';
      await b.invalidate(what);
      const after = [a, b].map((cache) => cache.get('k', { tags: ['a'], load: source.load }));
      // Of those who come after, one may load at once where the lease is gone; else both wait for the old load.
      await eventually(async () => ('keys' in what ? source.loads > 1 : true));
      source.release();

      expect(await first).toMatchObject({ value: 'old', status: 'miss' });
      expect((await first).stored).toBe('tags' in what ? 'invalidated' : 'lease_lost');
      expect(['old', 'new']).toContain((await before).value);
      for (const reading of await Promise.all(after)) expect(reading.value).toBe('new');
      expect(await b.get('k', { tags: ['a'], load: source.load })).toMatchObject({
        status: 'hit',
        value: 'new',
      });
    },
  );

  test('its fill does nothing where another load holds the lease', async () => {
    const { process, key } = fresh();
    const [slow, quick] = [origin('slow'), origin('quick')];
    const first = process().get('k', { load: slow.held });
    await slow.started;
    // As if its lease had run out: its process was frozen meanwhile.
    await redis.unlink(key('state'));
    expect(await process().get('k', quick)).toMatchObject({ status: 'miss', stored: 'stored' });
    slow.release();
    expect(await first).toMatchObject({ value: 'slow', stored: 'lease_lost' });
    expect(await process().get('k', quick)).toMatchObject({ status: 'hit', value: 'quick' });
  });
});

describe('what a process shares among its readers', () => {
  test('is not its own load, where another holds the lease since', async () => {
    const { process } = fresh();
    const [a, b] = [process(), process()];
    const [old, now] = [origin('old'), origin('new')];
    const first = a.get('k', { load: old.held });
    await old.started;
    await b.invalidate({ keys: ['k'] });
    const second = b.get('k', { load: now.held });
    await now.started;
    const third = a.get('k', now);
    await settledLook(a);
    old.release();
    await first;
    now.release();
    expect([(await second).value, (await third).value]).toEqual(['new', 'new']);
    expect(now.loads).toBe(1);
  });

  test('is not a claim that was sent before, whose answer may tell of what is invalid now', async () => {
    const { process, letPass } = fresh({ staleMs: 60_000 });
    const send = createSend();
    let claims = 0;
    let letAnswer = () => {};
    const held = new Promise<void>((resolve) => (letAnswer = resolve));
    const slow: Send = async (request) => {
      const answer = await send(request);
      if (/evalsha/i.test(request.body)) {
        claims += 1;
        await held;
      }
      return answer;
    };
    const a = process({}, createClient(connect({ send: slow })));
    await process().get('k', origin('old'));
    await letPass(60_000);
    const first = a.get('k', origin('of the first'));
    await eventually(() => claims === 1);
    await process().invalidate({ keys: ['k'] });
    const second = a.get('k', origin('new'));
    // The mistake would be to wait for the answer of the first.
    await eventually(() => claims === 2);
    letAnswer();
    expect((await first).value).toBe('old');
    expect((await second).value).toBe('new');
  });
});

test('requests that arrive late, every one of them, bring nothing old back', async () => {
  const { process } = fresh({ staleMs: 60_000 });
  const { send, requests } = watchedSend();
  const cache = process({ leaseMs: 50 }, createClient(connect({ send })));
  const source = origin('old');
  const call = { ...source, tags: ['a'] };
  await cache.get('k', call);
  await cache.get('k2', call);
  const late: SendRequest[] = [...requests];

  for (const what of [{ tags: ['a'] }, { keys: ['k', 'k2'] }]) {
    source.value += '!';
    await cache.invalidate(what);
    for (const request of late) await send(request);
    for (const key of ['k', 'k2']) expect(await process().peek(key, call)).toBeUndefined();
    // A claim that comes late may take the lease; nobody renews it, so it holds up a reader and no more.
    const { value } = await process({ leaseMs: 50 }).get('k', call);
    expect(value).toBe(source.value);
  }
});

describe('a read is never older than an invalidation that had returned when it began', () => {
  const names = ['x', 'y', 'z'];

  test.each([1, 2])('three processes, random interleavings, seed %i', async (seed) => {
    const random = randomOf(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, random() * ms));
    const options = { ttlMs: 40, staleMs: 60, graceMs: 200, leaseMs: 40, errorBackoffMs: 4 };
    const { process } = fresh(options);
    const { send, requests } = watchedSend();
    const lossy = dropAnswers(send, () => random() < 0.05);
    const caches = [1, 2, 3].map(() =>
      process({}, createClient(connect({ send: lossy, attempts: 20, timeoutMs: 15_000 }))),
    );
    const truth: Record<string, number> = { x: 0, y: 0, z: 0 };
    const told = { ...truth };
    const seen = new Set<string>();
    // The schedule is worth its name when each of these happened. On a slow machine that takes more rounds.
    const wanted = ['hit', 'stale', 'miss', 'waited', 'invalidated'];
    const hasSeenAll = () => wanted.every((what) => seen.has(what));

    /** The value of a key is the version of each of its tags, read slowly; at times it fails. */
    const load = (tags: readonly string[]) => async () => {
      await pause(12);
      if (random() < 0.1) throw new Error('The origin is down');
      const value = tags.map((tag) => truth[tag]!);
      await pause(25);
      return value;
    };
    const reader = async () => {
      for (let round = 0; round < 50 || (round < 1_000 && !hasSeenAll()); round++) {
        const tags = names.filter(() => random() < 0.5);
        const least = tags.map((tag) => told[tag]!);
        const reading = await pick(caches)
          .get(tags.join() || 'none', { tags, load: load(tags) })
          .catch(() => undefined);
        for (const what of [reading?.status, reading?.stored]) if (what) seen.add(what);
        reading?.value?.forEach((version, i) => expect(version).toBeGreaterThanOrEqual(least[i]!));
        await pause(5);
      }
    };
    let reading = true;
    const writer = async () => {
      while (reading) {
        const tag = pick(names);
        const version = ++truth[tag]!;
        await pick(caches).invalidate({ tags: [tag] });
        told[tag] = Math.max(told[tag]!, version);
        await pause(60);
      }
    };
    // What was sent once arrives again, at any time.
    const network = async () => {
      while (reading) {
        await pause(15);
        if (requests.length > 0) await send(pick(requests.slice(-60)));
      }
    };
    const others = [writer(), network()];
    await Promise.all(Array.from({ length: 12 }, reader));
    reading = false;
    await Promise.all(others);
    expect([...seen]).toEqual(expect.arrayContaining(wanted));
  });

  test('two real processes', async () => {
    const { prefix } = fresh();
    const truth = `model-${crypto.randomUUID()}`;
    const processes = await Promise.all([1, 2].map(() => startProcess('cache-model.ts')));
    const reports = await Promise.all(
      processes.map((process) =>
        process.ask<ModelReport>({ prefix, truth, writes: 15, reads: 150 }),
      ),
    );
    await redis.unlink(truth);
    const writes = reports.flatMap((report) => report.writes);
    const reads = reports.flatMap((report) => report.reads);
    expect(writes.length).toBeGreaterThanOrEqual(30);
    expect(reads.length).toBeGreaterThanOrEqual(300);
    expect(new Set(reads.map(({ status }) => status))).toContain('hit');
    for (const { startedAt, version } of reads) {
      const told = writes.filter(({ returnedAt }) => returnedAt < startedAt);
      expect(version).toBeGreaterThanOrEqual(Math.max(0, ...told.map((write) => write.version)));
    }
  });
});

/** Lets every request that was sent so far come back. */
async function settledLook(cache: Cache): Promise<void> {
  await cache.peek('another');
  await cache.peek('another');
}
