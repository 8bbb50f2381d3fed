import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSessions, type SessionsOptions } from '@/lib/patterns/sessions';
import { createClient } from '@/lib/redis/client';
import { dropAnswers } from '@/lib/redis/faults';
import { newOperationId } from '@/lib/redis/operation-id';
import { createSend } from '@/lib/redis/send';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';
import { startProcess } from '../support/processes';
import { freshPrefixes, testRedis } from '../support/redis';
import { scan } from '../support/rooms';
import { letSessionsPass } from '../support/sessions';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();
const laptop = { device: 'Firefox on Linux', address: '192.0.2.7' };
const phone = { device: 'Safari on iOS' };

function fresh(options: SessionsOptions = {}) {
  const prefix = freshPrefix();
  return {
    prefix,
    sessions: createSessions(redis, { prefix, ...options }),
    letPass: (ms: number) => letSessionsPass(redis, prefix, ms),
  };
}

/** The same sessions over a network that loses answers. */
function lossy(prefix: string, drops: (request: number) => boolean) {
  const send = dropAnswers(createSend(), drops);
  const transport = createTransport({ ...requireRedisConfig(), send });
  onTestFinished(() => transport.close());
  return createSessions(createClient(transport), { prefix });
}

/** All that Redis holds below a prefix, keys and values, as one text. */
async function everything(prefix: string): Promise<string> {
  const keys = await scan(redis, `{${prefix}*`);
  const values = await Promise.all(
    keys.map(async (key) => {
      const type = await redis.type(key);
      if (type === 'string') return redis.get<string>(key);
      if (type === 'hash') return JSON.stringify(await redis.hgetall(key));
      return JSON.stringify(await redis.zrange(key, 0, -1));
    }),
  );
  return [...keys, ...values].join('\n');
}

describe('a session', () => {
  test('is opened by its id alone, and tells who, on what, since when and until when', async () => {
    const { sessions } = fresh({ slidingMs: 60_000, absoluteMs: 600_000 });
    const before = Date.now();
    const { id, session } = await sessions.create('ann', { ...laptop, data: { theme: 'dark' } });
    const read = await sessions.read(id);
    expect(read).toMatchObject({
      handle: session.handle,
      userId: 'ann',
      ...laptop,
      version: 1,
      data: { theme: 'dark' },
      lastSeenAt: session.createdAt,
      absoluteExpiresAt: session.createdAt + 600_000,
    });
    // The clock of Redis may be off by some seconds.
    expect(read?.expiresAt).toBeGreaterThan(before + 60_000 - 5_000);
    expect(read?.expiresAt).toBeLessThan(Date.now() + 60_000 + 5_000);
  });

  test('is stored under the SHA-256 of its id, and the id is nowhere in Redis', async () => {
    const { prefix, sessions } = fresh();
    const { id } = await sessions.create('ann', { ...laptop, data: { cart: [1] } });
    await sessions.save(id, { cart: [2] }, { version: 1 });
    const rotated = await sessions.rotate(id);
    const held = await everything(prefix);
    for (const each of [id, rotated!.id!]) {
      expect(Buffer.from(each.slice(-43), 'base64url')).toHaveLength(32);
      expect(held).not.toContain(each.slice(-43));
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(each));
      expect(held).toContain(Buffer.from(digest).toString('base64url'));
    }
  });

  test('is not opened by what only looks like an id, and nothing is written for it', async () => {
    const { prefix, sessions } = fresh();
    const { id } = await sessions.create('ann', laptop);
    const { id: other } = await sessions.create('ben', laptop);
    const before = await scan(redis, `{${prefix}*`);
    const guesses = [
      '',
      'x',
      `${id}A`,
      id.slice(0, -1),
      `${id.slice(0, 40)}${'A'.repeat(43)}`,
      // The user and handle of one session with the secret of another.
      id.slice(0, 40) + other.slice(40),
      other.slice(0, 24) + id.slice(24),
      'é'.repeat(83),
    ];
    for (const guess of guesses) {
      expect(await sessions.read(guess)).toBeNull();
      expect(await sessions.rotate(guess)).toBeNull();
      expect(await sessions.save(guess, { a: 1 }, { version: 9 })).toEqual({ outcome: 'ended' });
      await sessions.destroy(guess);
    }
    expect((await scan(redis, `{${prefix}*`)).filter((key) => !key.includes(':receipt:'))).toEqual(
      before,
    );
    expect(await sessions.read(id)).toMatchObject({ userId: 'ann' });
  });

  test('lives while it is used, and not after its sliding life', async () => {
    const { sessions, letPass } = fresh({ slidingMs: 60_000 });
    const { id } = await sessions.create('ann', laptop);
    for (let i = 0; i < 5; i++) {
      await letPass(25_000);
      expect(await sessions.read(id)).not.toBeNull();
    }
    await letPass(60_000);
    expect(await sessions.read(id)).toBeNull();
    expect(await sessions.list('ann')).toEqual([]);
    expect(await sessions.save(id, { a: 1 }, { version: 1 })).toEqual({ outcome: 'ended' });
    expect(await sessions.rotate(id)).toBeNull();
  });

  test('does not outlive its absolute life, however often it is used', async () => {
    const { sessions, letPass } = fresh({ slidingMs: 60_000, absoluteMs: 60_000 });
    const { id } = await sessions.create('ann', laptop);
    for (let i = 0; i < 3; i++) {
      await letPass(10_000);
      expect(await sessions.read(id)).not.toBeNull();
    }
    await letPass(30_000);
    expect(await sessions.read(id)).toBeNull();
    expect(await sessions.list('ann')).toEqual([]);
    expect(await sessions.activeCount()).toBe(0);
  });

  test.each([
    { slidingMs: 0 },
    { slidingMs: 2_000, absoluteMs: 1_000 },
    { absoluteMs: 91 * 86_400_000 },
    { rotateGraceMs: 1.5 },
    { maxPerUser: 501 },
    { shards: 0 },
  ])('cannot be made with %o', (options) => {
    expect(() => createSessions(redis, options)).toThrow(RangeError);
  });
});

describe('saving', () => {
  test('edits of different fields both survive, though both were read at one version', async () => {
    const { sessions } = fresh();
    const { id } = await sessions.create('ann', { ...laptop, data: { theme: 'light', cart: [] } });
    const outcomes = await Promise.all([
      sessions.save(id, { theme: 'dark' }, { version: 1 }),
      sessions.save(id, { cart: ['tea'] }, { version: 1 }),
      ...Array.from({ length: 20 }, (_, i) => sessions.save(id, { [`f${i}`]: i }, { version: 1 })),
    ]);
    expect(outcomes.every(({ outcome }) => outcome === 'saved')).toBe(true);
    const read = await sessions.read(id);
    expect(read?.version).toBe(23);
    expect(read?.data).toMatchObject({ theme: 'dark', cart: ['tea'], f0: 0, f19: 19 });
  });

  test('of edits of one field the first is kept and the others are told, whole', async () => {
    const { sessions } = fresh();
    const { id } = await sessions.create('ann', { ...laptop, data: { n: 0 } });
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        sessions.save(id, { n: i + 1, [`by${i}`]: true }, { version: 1 }),
      ),
    );
    const winner = outcomes.findIndex(({ outcome }) => outcome === 'saved');
    expect(outcomes.filter(({ outcome }) => outcome === 'saved')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(9);
    expect(outcomes.find(({ outcome }) => outcome === 'conflict')).toEqual({
      outcome: 'conflict',
      version: 2,
      fields: ['n'],
    });
    expect((await sessions.read(id))?.data).toEqual({ n: winner + 1, [`by${winner}`]: true });
  });

  test('null removes a field, and a save from before its removal is late', async () => {
    const { sessions } = fresh();
    const { id } = await sessions.create('ann', { ...laptop, data: { a: 1, b: 2 } });
    expect(await sessions.save(id, { a: null }, { version: 1 })).toMatchObject({ version: 2 });
    expect((await sessions.read(id))?.data).toEqual({ b: 2 });
    expect(await sessions.save(id, { a: 3 }, { version: 1 })).toMatchObject({ fields: ['a'] });
    expect(await sessions.save(id, { a: 3 }, { version: 2 })).toMatchObject({ outcome: 'saved' });
  });

  test('values come back as they were', async () => {
    const { sessions } = fresh();
    const { id } = await sessions.create('ann', laptop);
    const data = {
      list: [],
      object: {},
      digits: '00123',
      long: '12345678901234567890',
      fraction: 0.1234567890123456,
      quoted: '"\\/\u0000\u2028',
      text: '日本 é 🎈',
      deep: [{ a: [[], {}, null, false, ''] }],
    };
    await sessions.save(id, data, { version: 1 });
    expect((await sessions.read(id))?.data).toEqual(data);
  });

  test('a session does not begin with more fields than it may hold', async () => {
    const { sessions } = fresh();
    const data = Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`f${i}`, i]));
    await expect(sessions.create('ann', { device: 'Test', data })).rejects.toThrow(RangeError);
    expect(await sessions.list('ann')).toEqual([]);
  });

  test('a session holds at most 32 fields, and one too many changes nothing', async () => {
    const { sessions } = fresh();
    const { id } = await sessions.create('ann', laptop);
    const all = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`f${i}`, i]));
    await sessions.save(id, all, { version: 1 });
    expect(await sessions.save(id, { f0: 'new', more: 1 }, { version: 2 })).toEqual({
      outcome: 'full',
      version: 2,
    });
    expect((await sessions.read(id))?.data).toEqual(all);
  });

  test('renews nothing: neither expiry moves', async () => {
    const { prefix, sessions, letPass } = fresh({ slidingMs: 60_000, absoluteMs: 600_000 });
    const { id } = await sessions.create('ann', laptop);
    await letPass(30_000);
    expect(await sessions.save(id, { a: 1 }, { version: 1 })).toMatchObject({ outcome: 'saved' });
    const [session] = await scan(redis, `{${prefix}*:session:*`);
    expect(await redis.pttl(session!)).toBeLessThanOrEqual(570_000);
    await letPass(30_000);
    expect(await sessions.read(id)).toBeNull();
  });
});

describe('a session that was ended', () => {
  const ways = {
    destroy: (sessions, id) => sessions.destroy(id),
    revoke: (sessions, id) => sessions.revoke('ann', id.slice(24, 40)),
    'revoke others': (sessions) => sessions.revokeOthers('ann', 'AAAAAAAAAAAAAAAA'),
    'revoke all': (sessions) => sessions.revokeAll('ann'),
  } satisfies Record<
    string,
    (sessions: ReturnType<typeof createSessions>, id: string) => Promise<unknown>
  >;

  test.each(Object.entries(ways))(
    'by %s is not revived by saves, reads and rotations that are under way',
    async (_, end) => {
      const { prefix, sessions } = fresh();
      for (let round = 0; round < 10; round++) {
        const { id } = await sessions.create('ann', laptop);
        await Promise.all([
          ...Array.from({ length: 6 }, (_, i) =>
            sessions.save(id, { [`f${i}`]: i }, { version: 1 }),
          ),
          end(sessions, id),
          sessions.read(id),
          sessions.rotate(id),
          ...Array.from({ length: 6 }, (_, i) =>
            sessions.save(id, { [`g${i}`]: i }, { version: 1 }),
          ),
        ]);
        expect(await sessions.read(id)).toBeNull();
        expect(await sessions.save(id, { late: 1 }, { version: 1 })).toEqual({ outcome: 'ended' });
        expect(await sessions.rotate(id)).toBeNull();
        expect(await sessions.list('ann')).toEqual([]);
        expect(await scan(redis, `{${prefix}*:session:*`)).toEqual([]);
        expect(await scan(redis, `{${prefix}*:user:*`)).toEqual([]);
      }
      expect(await sessions.activeCount()).toBe(0);
    },
  );

  test('everywhere is accepted nowhere, not in a grace either, and a new sign-in is', async () => {
    const { prefix, sessions } = fresh();
    const opened = await Promise.all(
      Array.from({ length: 12 }, () => sessions.create('ann', laptop)),
    );
    const bystander = await sessions.create('ben', laptop);
    const rotated = await sessions.rotate(opened[0]!.id);
    expect(await sessions.revokeAll('ann')).toBe(12);
    // Of the epochs only the bystander's is left: a session of ann's that turned up again would have none.
    expect(await scan(redis, `{${prefix}*:epoch:*`)).toHaveLength(1);
    for (const id of [rotated!.id!, ...opened.map(({ id }) => id)])
      expect(await sessions.read(id)).toBeNull();
    expect(await sessions.read(bystander.id)).not.toBeNull();
    const again = await sessions.create('ann', laptop);
    expect(await sessions.read(again.id)).toMatchObject({ userId: 'ann' });
    expect(await sessions.read(opened[1]!.id)).toBeNull();
  });

  test('is refused by the epoch alone, whatever is left of it', async () => {
    const { prefix, sessions } = fresh();
    const { id } = await sessions.create('ann', laptop);
    const [epoch] = await scan(redis, `{${prefix}*:epoch:*`);
    await redis.unlink(epoch!);
    expect(await sessions.read(id)).toBeNull();
    expect(await sessions.save(id, { a: 1 }, { version: 1 })).toEqual({ outcome: 'ended' });
    expect(await sessions.rotate(id)).toBeNull();
    expect(await sessions.list('ann')).toEqual([]);
    await sessions.create('ann', laptop);
    expect(await sessions.read(id)).toBeNull();
    expect(await sessions.list('ann')).toHaveLength(1);
  });

  test('by its epoch does not stand in the way of the same sign-in', async () => {
    const { prefix, sessions } = fresh();
    const operationId = newOperationId();
    await sessions.create('ann', laptop, { operationId });
    const [epoch] = await scan(redis, `{${prefix}*:epoch:*`);
    await redis.unlink(epoch!);
    const { id } = await sessions.create('ann', laptop, { operationId });
    expect(await sessions.read(id)).not.toBeNull();
    expect(await sessions.activeCount()).toBe(1);
  });

  test('is counted for a time, also where none has begun in that time', async () => {
    const { prefix, sessions } = fresh();
    const series = async () => [
      ...(await scan(redis, `{${prefix}*:minutes:*`)),
      ...(await scan(redis, `{${prefix}*:hours:*`)),
    ];
    const { id } = await sessions.create('ann', laptop);
    await redis.unlink(...(await series()));
    await sessions.destroy(id);
    const counted = await series();
    expect(counted).toHaveLength(2);
    for (const key of counted) expect(await redis.pttl(key)).toBeGreaterThan(0);
  });

  test('one by its handle: of this user only, and told whether there was one', async () => {
    const { sessions } = fresh();
    const { id, session } = await sessions.create('ann', laptop);
    expect(await sessions.revoke('ben', session.handle)).toBe(false);
    expect(await sessions.read(id)).not.toBeNull();
    expect(await sessions.revoke('ann', session.handle)).toBe(true);
    expect(await sessions.revoke('ann', session.handle)).toBe(false);
  });

  test('a handle does not sign out: it is public', async () => {
    const { sessions } = fresh();
    const { id } = await sessions.create('ann', laptop);
    await sessions.destroy(id.slice(0, 40) + 'A'.repeat(43));
    expect(await sessions.read(id)).not.toBeNull();
  });
});

describe('a rotation', () => {
  test('gives a new id; the old one is good for the grace and not after it', async () => {
    const { sessions, letPass } = fresh({ rotateGraceMs: 60_000 });
    const { id, session } = await sessions.create('ann', { ...laptop, data: { a: 1 } });
    const rotated = await sessions.rotate(id);
    expect(rotated?.session).toMatchObject({ handle: session.handle, data: { a: 1 } });
    expect(rotated?.id).not.toBe(id);
    expect(await sessions.read(id)).toMatchObject({ handle: session.handle });
    expect(await sessions.save(id, { b: 2 }, { version: 1 })).toMatchObject({ outcome: 'saved' });
    expect(await sessions.read(rotated!.id!)).toMatchObject({ data: { a: 1, b: 2 } });
    await letPass(60_000);
    expect(await sessions.read(id)).toBeNull();
    expect(await sessions.rotate(id)).toBeNull();
    expect(await sessions.read(rotated!.id!)).not.toBeNull();
    expect(await sessions.list('ann')).toHaveLength(1);
  });

  test('by many at once hands out one new id, and nobody is signed out', async () => {
    const { sessions } = fresh();
    const { id } = await sessions.create('ann', laptop);
    const rotated = await Promise.all(Array.from({ length: 10 }, () => sessions.rotate(id)));
    const ids = rotated.flatMap((result) => result?.id ?? []);
    expect(rotated.every((result) => result !== null)).toBe(true);
    expect(ids).toHaveLength(1);
    expect(await sessions.read(ids[0]!)).not.toBeNull();
    expect(await sessions.activeCount()).toBe(1);
  });

  test('does not lengthen the absolute life', async () => {
    const { prefix, sessions, letPass } = fresh({ slidingMs: 60_000, absoluteMs: 60_000 });
    const { id, session } = await sessions.create('ann', laptop);
    await letPass(20_000);
    const rotated = await sessions.rotate(id);
    const [idKey] = await scan(redis, `{${prefix}*:id:*`);
    expect(await redis.pttl(idKey!)).toBeLessThanOrEqual(40_000);
    expect(rotated?.session.absoluteExpiresAt).toBe(session.absoluteExpiresAt - 20_000);
    await letPass(40_000);
    expect(await sessions.read(rotated!.id!)).toBeNull();
  });
});

test('a rotation that is sent again brings back no session that has expired since', async () => {
  const { sessions, letPass } = fresh({ slidingMs: 30_000, rotateGraceMs: 60_000 });
  const { id } = await sessions.create('ann', laptop);
  const operationId = newOperationId();
  expect(await sessions.rotate(id, { operationId })).not.toBeNull();
  await letPass(40_000);
  expect(await sessions.rotate(id, { operationId })).toBeNull();
  expect(await sessions.list('ann')).toEqual([]);
});

describe('a lost answer', () => {
  test('to a sign-in gets the same session again, under the same id', async () => {
    const { prefix, sessions } = fresh();
    await sessions.create('ben', laptop);
    const operationId = newOperationId();
    const poor = lossy(prefix, (request) => request === 1);
    const { id } = await poor.create('ann', laptop, { operationId });
    expect(operationId.replayed).toBe(false);
    expect(await sessions.read(id)).not.toBeNull();
    expect(await scan(redis, `{${prefix}*:grace:*`)).toEqual([]);
  });

  test('with every second answer dropped, each call happened once', async () => {
    const { prefix, sessions } = fresh();
    const poor = lossy(prefix, (request) => request % 2 === 0);
    const ids: string[] = [];
    for (let i = 0; i < 6; i++) ids.push((await poor.create('ann', laptop)).id);
    expect(await sessions.list('ann')).toHaveLength(6);
    for (const [i, id] of ids.entries()) {
      expect(await poor.save(id, { n: i }, { version: 1 })).toEqual({
        outcome: 'saved',
        version: 2,
      });
      const rotated = await poor.rotate(id);
      expect(rotated?.id).toBeDefined();
      ids[i] = rotated!.id!;
      expect(await poor.read(ids[i]!)).toMatchObject({ data: { n: i }, version: 2 });
    }
    expect(await poor.revoke('ann', ids[0]!.slice(24, 40))).toBe(true);
    expect(await poor.revokeOthers('ann', ids[1]!.slice(24, 40))).toBe(4);
    expect(await poor.revokeAll('ann')).toBe(1);
    const { series } = await sessions.activity('24h');
    expect(series.reduce((sum, { begun }) => sum + begun, 0)).toBe(6);
    expect(series.reduce((sum, { ended }) => sum + ended, 0)).toBe(6);
  });

  test('one sign-in that a browser sends again makes one session, and the later answer opens it', async () => {
    const { sessions, letPass } = fresh({ rotateGraceMs: 60_000 });
    const operationId = newOperationId();
    const first = await sessions.create('ann', laptop, { operationId });
    const again = await sessions.create('ann', laptop, { operationId });
    expect(operationId.replayed).toBe(true);
    expect(again.session.handle).toBe(first.session.handle);
    expect(again.id).not.toBe(first.id);
    expect(await sessions.list('ann')).toHaveLength(1);
    expect(await sessions.activeCount()).toBe(1);
    expect(await sessions.read(first.id)).not.toBeNull();
    await letPass(60_000);
    expect(await sessions.read(first.id)).toBeNull();
    expect(await sessions.read(again.id)).not.toBeNull();
  });

  test('the key of a sign-in on one device does not open it on another', async () => {
    const { sessions } = fresh();
    const operationId = newOperationId();
    const { id } = await sessions.create('ann', laptop, { operationId });
    await expect(sessions.create('ann', phone, { operationId })).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await sessions.read(id)).not.toBeNull();
    const ben = await sessions.create('ben', phone, { operationId });
    expect(ben.session.userId).toBe('ben');
  });

  test('a key whose session has expired begins a new one', async () => {
    const { sessions, letPass } = fresh({ slidingMs: 60_000, absoluteMs: 600_000 });
    const operationId = newOperationId();
    await sessions.create('ann', laptop, { operationId });
    await letPass(60_000);
    const { id } = await sessions.create('ann', laptop, { operationId });
    expect(await sessions.read(id)).not.toBeNull();
    expect(await sessions.activeCount()).toBe(1);
  });

  test('a rotation that a browser sends again with the old id gets an id that works', async () => {
    const { sessions } = fresh();
    const { id } = await sessions.create('ann', laptop);
    const operationId = newOperationId();
    await sessions.rotate(id, { operationId });
    const again = await sessions.rotate(id, { operationId });
    expect(again?.id).toBeDefined();
    expect(await sessions.read(again!.id!)).not.toBeNull();
    expect(await sessions.rotate(id)).toMatchObject({ id: undefined });
  });

  test('a save that is sent again gets its first answer, and is no conflict with itself', async () => {
    const { sessions } = fresh();
    const { id } = await sessions.create('ann', laptop);
    const operationId = newOperationId();
    const first = await sessions.save(id, { a: 1 }, { version: 1, operationId });
    await sessions.save(id, { a: 2 }, { version: 2 });
    expect(await sessions.save(id, { a: 1 }, { version: 1, operationId })).toEqual(first);
    expect((await sessions.read(id))?.data).toEqual({ a: 2 });
  });
});

describe('list and count', () => {
  test('a list has the living, the one used last first', async () => {
    const { sessions } = fresh();
    const a = await sessions.create('ann', laptop);
    const b = await sessions.create('ann', phone);
    await sessions.create('ben', laptop);
    await delay(5);
    await sessions.read(a.id);
    const list = await sessions.list('ann');
    expect(list.map(({ handle }) => handle)).toEqual([a.session.handle, b.session.handle]);
    expect(list[0]!.lastSeenAt).toBeGreaterThan(list[1]!.lastSeenAt);
    expect(JSON.stringify(list)).not.toContain(a.id.slice(40));
  });

  test.each([1, 4])(
    'the count is that of the lists, after all that can happen, on %i shards',
    async (shards) => {
      const lives = { slidingMs: 60_000, rotateGraceMs: 5_000 };
      const { sessions, letPass } = fresh({ ...lives, maxPerUser: 5, shards });
      const users = ['ann', 'ben', 'cyd', 'dan'];
      const ids: string[] = [];
      const seed = createRandom(7);
      const pick = <T>(list: T[]) => list[Math.floor(seed() * list.length)]!;
      for (let step = 0; step < 150; step++) {
        const dice = seed();
        const id = ids.length > 0 ? pick(ids) : '';
        if (dice < 0.35) ids.push((await sessions.create(pick(users), laptop)).id);
        else if (dice < 0.55) await sessions.read(id);
        else if (dice < 0.65) ids.push((await sessions.rotate(id))?.id ?? '');
        else if (dice < 0.75) await sessions.destroy(id);
        else if (dice < 0.8) await sessions.revoke(pick(users), id.slice(24, 40) || 'x');
        else if (dice < 0.84) await sessions.revokeOthers(pick(users), id.slice(24, 40) || 'x');
        else if (dice < 0.87) await sessions.revokeAll(pick(users));
        else await letPass(4_000);
        if (step % 15 === 14) await expectCountIsLists();
      }
      await letPass(60_000);
      await expectCountIsLists();
      expect(await sessions.activeCount()).toBe(0);

      async function expectCountIsLists() {
        const lists = await Promise.all(users.map((user) => sessions.list(user)));
        expect(await sessions.activeCount()).toBe(lists.flat().length);
      }
    },
  );

  test('the index of a shard expires, though it was emptied and begun anew within a minute', async () => {
    const { prefix, sessions } = fresh({ absoluteMs: 86_400_000 });
    await sessions.destroy((await sessions.create('ann', laptop)).id);
    await sessions.create('ann', laptop);
    const [active] = await scan(redis, `{${prefix}*:active`);
    expect(await redis.pttl(active!)).toBeGreaterThan(86_400_000);
  });

  test('hundreds that expired unseen are taken out by one count, in strides', async () => {
    const { prefix, sessions, letPass } = fresh({ slidingMs: 60_000, maxPerUser: 500 });
    await Promise.all(
      Array.from({ length: 900 }, (_, i) => sessions.create(`user-${i % 30}`, laptop)),
    );
    expect(await sessions.activeCount()).toBe(900);
    await letPass(60_000);
    const { redis: own, trace } = testRedis();
    expect(await createSessions(own, { prefix }).activeCount()).toBe(0);
    expect(await scan(redis, `{${prefix}*:user:*`)).toEqual([]);
    // No run of the script takes out more than 200, for each of which it runs three commands.
    expect(Math.max(...trace.trips.map(({ billed }) => billed))).toBeLessThan(3 * 200 + 50);
  });

  test('a session that was read is counted for its sliding life, and not without its epoch', async () => {
    const { prefix, sessions, letPass } = fresh({ slidingMs: 60_000 });
    const { id } = await sessions.create('ann', laptop);
    for (const alive of [1, 0]) {
      if (alive) await letPass(40_000);
      await sessions.read(id);
      if (!alive) await redis.unlink(...(await scan(redis, `{${prefix}*:epoch:*`)));
      await letPass(40_000);
      expect(await sessions.activeCount()).toBe(alive);
    }
  });

  test('a session that expired unseen is counted as ended when its time was over', async () => {
    const { sessions, letPass } = fresh({ slidingMs: 60_000 });
    await sessions.create('ann', laptop);
    await letPass(3 * 3_600_000);
    const { series } = await sessions.activity('24h');
    expect(series.at(-1)?.ended).toBe(0);
    expect(series.reduce((sum, { ended }) => sum + ended, 0)).toBe(1);
  });

  test('the epoch of a user lives as long as the session that was made last', async () => {
    const { sessions, letPass } = fresh({ slidingMs: 600_000, absoluteMs: 600_000 });
    await sessions.create('ann', laptop);
    await letPass(300_000);
    const { id } = await sessions.create('ann', phone);
    await letPass(400_000);
    expect(await sessions.read(id)).not.toBeNull();
  });

  test('a user at the bound is rid of all that have expired unseen, and of nothing else', async () => {
    const { prefix, sessions, letPass } = fresh({ maxPerUser: 3, slidingMs: 60_000 });
    await sessions.create('ann', laptop);
    await sessions.create('ann', laptop);
    await letPass(40_000);
    const { id } = await sessions.create('ann', phone);
    await letPass(40_000);
    await sessions.create('ann', phone);
    expect(await sessions.read(id)).not.toBeNull();
    const [index] = await scan(redis, `{${prefix}*:user:*`);
    expect(await redis.hlen(index!)).toBe(2);
  });

  test('the count over time adds up: begun less ended is what there is', async () => {
    const { sessions, letPass } = fresh({ slidingMs: 60_000 });
    const opened = [];
    for (let i = 0; i < 6; i++) opened.push(await sessions.create(`user-${i}`, laptop));
    await sessions.destroy(opened[0]!.id);
    await sessions.revokeAll('user-1');
    for (const range of ['1h', '24h'] as const) {
      const { active, series, bucketMs, now } = await sessions.activity(range);
      expect(active).toBe(4);
      expect(series).toHaveLength(range === '1h' ? 60 : 24);
      expect(series.at(-1)).toMatchObject({ active: 4, at: now - (now % bucketMs) });
      expect(series.at(0)).toMatchObject({ active: 0, begun: 0, ended: 0 });
    }
    await letPass(60_000);
    const { active, series } = await sessions.activity('1h');
    expect(active).toBe(0);
    expect(series.reduce((sum, { begun }) => sum + begun, 0)).toBe(6);
    expect(series.reduce((sum, { ended }) => sum + ended, 0)).toBe(6);
  });

  test('a user over the bound loses what is dead, else what was used least lately', async () => {
    const { sessions } = fresh({ maxPerUser: 3, slidingMs: 60_000 });
    const opened = [];
    for (let i = 0; i < 3; i++) {
      opened.push(await sessions.create('ann', laptop));
      await delay(3);
    }
    await sessions.read(opened[0]!.id);
    await sessions.create('ann', phone);
    expect(await sessions.read(opened[1]!.id)).toBeNull();
    expect(await sessions.read(opened[0]!.id)).not.toBeNull();
    expect(await sessions.list('ann')).toHaveLength(3);
    expect(await sessions.activeCount()).toBe(3);
  });
});

describe('what it costs', () => {
  test('a read is 1 trip and 2 commands, a list 2 and 2 at any number', async () => {
    const { redis: traced, trace } = testRedis();
    const prefix = freshPrefix();
    const sessions = createSessions(traced, { prefix });
    const spent = async (work: () => Promise<unknown>) => {
      const { roundTrips, commands } = { ...trace.counts };
      await work();
      return [trace.counts.roundTrips - roundTrips, trace.counts.commands - commands];
    };
    const { id } = await sessions.create('ann', laptop);
    const { id: old } = await sessions.create('cyd', laptop);
    await sessions.rotate(old);
    expect(await spent(() => sessions.read(id))).toEqual([1, 2]);
    expect(await spent(() => sessions.read(old))).toEqual([1, 2]);
    expect(await spent(() => sessions.list('ann'))).toEqual([2, 2]);
    const many = Array.from({ length: 49 }, () => sessions.create('ann', laptop));
    await Promise.all(many);
    expect(await spent(() => sessions.list('ann'))).toEqual([2, 2]);
    expect(await spent(() => sessions.activeCount())).toEqual([1, 4]);
    await sessions.destroy((await sessions.create('ben', laptop)).id);
    // The epoch goes first; what is left is tidied up by the same number of commands, for one or for fifty.
    const all = await spent(() => sessions.revokeAll('ann'));
    await sessions.create('ben', laptop);
    expect(await spent(() => sessions.revokeAll('ben'))).toEqual(all);
  });
});

describe('two server processes', () => {
  test('share sessions: what one begins the other opens, and what one ends the other refuses', async () => {
    const prefix = freshPrefix();
    const [a, b] = await Promise.all([startProcess('sessions.ts'), startProcess('sessions.ts')]);
    const ask = async <T>(process: typeof a, method: string, ...args: unknown[]) =>
      (await process.ask<{ result: T }>({ prefix, method, args })).result;

    const { id } = await ask<{ id: string }>(a, 'create', 'ann', laptop);
    expect(await ask(b, 'read', id)).toMatchObject({ userId: 'ann' });
    const saves = await Promise.all([
      ask(a, 'save', id, { left: 1 }, { version: 1 }),
      ask(b, 'save', id, { right: 2 }, { version: 1 }),
    ]);
    expect(saves).toMatchObject([{ outcome: 'saved' }, { outcome: 'saved' }]);
    expect(await ask(a, 'read', id)).toMatchObject({ data: { left: 1, right: 2 } });
    expect(await ask(b, 'activeCount')).toBe(1);
    expect(await ask(b, 'revokeAll', 'ann')).toBe(1);
    expect(await ask(a, 'read', id)).toBeNull();
    expect(await ask(a, 'save', id, { left: 2 }, { version: 3 })).toEqual({ outcome: 'ended' });
    expect(await ask(a, 'activeCount')).toBe(0);
  });
});

/** A small generator with a seed (mulberry32), so that a failure can be run again. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
