import { describe, expect, test } from 'vitest';
import { createSets } from '@/lib/patterns/sets';
import { maxMembers } from '@/lib/patterns/sets/contract';
import { keys } from '@/lib/patterns/sets/keys';
import { randomOf } from '../redis/support';
import { freshPrefixes, testRedis } from '../support/redis';

const { redis } = testRedis();
const freshPrefix = freshPrefixes();

function fresh() {
  const prefix = freshPrefix();
  return { prefix, sets: createSets(redis, { prefix }) };
}

const named = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `member-${from + index}`);

async function fill(sets: ReturnType<typeof createSets>, set: string, members: string[]) {
  for (let from = 0; from < members.length; from += 1_000)
    await sets.add(set, members.slice(from, from + 1_000));
}

async function walk(sets: ReturnType<typeof createSets>, set: string) {
  const pages: string[][] = [];
  let cursor: string | null = '0';
  while (cursor !== null) {
    const page: Awaited<ReturnType<typeof sets.page>> = await sets.page(set, cursor, 100);
    pages.push(page.members);
    cursor = page.next;
  }
  return pages;
}

describe('members', () => {
  test('are added, found, counted and removed, each call as often as one likes', async () => {
    const { sets } = fresh();
    for (let again = 0; again < 2; again++)
      expect(await sets.add('s', ['a', 'b'])).toEqual({ set: 's', size: 2, applied: true });
    expect(await sets.has('s', 'a')).toBe(true);
    expect(await sets.hasMany('s', ['b', 'x', 'a'])).toEqual([true, false, true]);
    for (let again = 0; again < 2; again++) await sets.remove('s', ['a', 'x']);
    expect(await sets.hasMany('s', ['a', 'b'])).toEqual([false, true]);
    expect(await sets.count('s')).toBe(1);
    expect(await sets.count('nothing')).toBe(0);
  });

  test('stay what they are: digits, unicode, quotes, JSON', async () => {
    const { sets } = fresh();
    const odd = [
      '00123',
      '12345678901234567890',
      '1.0',
      '日本',
      '"quoted"',
      '{"a":1}',
      'true',
      ' ',
    ];
    await sets.add('s', odd);
    expect((await sets.page('s')).members.sort()).toEqual([...odd].sort());
    expect(await sets.hasMany('s', ['123', '1', ...odd])).toEqual([
      false,
      false,
      ...odd.map(() => true),
    ]);
  });

  test('a set takes no more than its bound, and then none of a call', async () => {
    const { sets } = fresh();
    await fill(sets, 's', named(maxMembers - 1));
    expect(await sets.add('s', ['new-1', 'new-2'])).toMatchObject({ applied: false });
    expect(await sets.has('s', 'new-1')).toBe(false);
    // Those that are in it already need no room.
    expect(await sets.add('s', ['new-1', ...named(500)])).toEqual({
      set: 's',
      size: maxMembers,
      applied: true,
    });
    expect(await sets.add('s', ['new-2'])).toMatchObject({ applied: false, size: maxMembers });
    expect(await sets.add('s', named(3))).toMatchObject({ applied: true, size: maxMembers });
  });

  test('a set that gets nothing new goes', async () => {
    const { prefix, sets } = fresh();
    await sets.add('s', ['a']);
    for (const kind of [keys.members, keys.estimate]) {
      await redis.pexpire(kind({ prefix, set: 's' }), 5_000);
      await sets.add('s', ['a']);
      expect(await redis.pttl(kind({ prefix, set: 's' }))).toBeLessThanOrEqual(5_000);
    }
    await sets.add('s', ['b']);
    for (const kind of [keys.members, keys.estimate])
      expect(await redis.pttl(kind({ prefix, set: 's' }))).toBeGreaterThan(86_400_000);
  });
});

describe('pages', () => {
  test('hold each member once and all of them together', async () => {
    const { sets } = fresh();
    const all = named(2_000);
    await fill(sets, 's', all);
    const pages = await walk(sets, 's');
    expect(pages.length).toBeGreaterThan(10);
    for (const page of pages) {
      expect(new Set(page).size).toBe(page.length);
      expect(page.length).toBeLessThan(200);
    }
    expect(pages.flat().sort()).toEqual(all.sort());
  });

  test('miss nothing that stays, while others come and go', async () => {
    const { sets } = fresh();
    const staying = named(1_500);
    await fill(sets, 's', staying);
    const seen = new Set<string>();
    let cursor: string | null = '0';
    for (let step = 0; cursor !== null; step++) {
      const page: Awaited<ReturnType<typeof sets.page>> = await sets.page('s', cursor, 100);
      page.members.forEach((member) => seen.add(member));
      cursor = page.next;
      // Grows the table so that Redis rehashes it under the cursor, and shrinks it again.
      if (step < 4) await sets.add('s', named(1_000, 10_000 + step * 1_000));
      else if (step < 8) await sets.remove('s', named(1_000, 10_000 + (step - 4) * 1_000));
    }
    expect(staying.filter((member) => !seen.has(member))).toEqual([]);
  });
});

describe('comparing', () => {
  test('sizes and regions of random sets equal those that JavaScript finds', async () => {
    const { sets } = fresh();
    const random = randomOf(3);
    for (let round = 0; round < 12; round++) {
      const names = ['a', 'b', 'c'].slice(0, 2 + (round % 2)).map((name) => `${name}${round}`);
      const contents = names.map(
        () => new Set(named(40).filter(() => random() < (round < 2 ? 0 : 0.5))),
      );
      for (const [index, name] of names.entries())
        if (contents[index]!.size > 0) await sets.add(name, [...contents[index]!]);

      const all = named(40);
      const inside = (member: string) => contents.map((set) => set.has(member));
      const expected = {
        union: all.filter((member) => inside(member).some(Boolean)).length,
        intersection: all.filter((member) => inside(member).every(Boolean)).length,
        difference: all.filter((member) => {
          const [first, ...others] = inside(member);
          return first && !others.some(Boolean);
        }).length,
      };
      for (const op of ['union', 'intersection', 'difference'] as const) {
        const found = await sets.compare(op, names);
        expect({ round, op, size: found.size }).toEqual({ round, op, size: expected[op] });
        expect(found.sets.map(({ size }) => size)).toEqual(contents.map(({ size }) => size));
        expect(found.regions.reduce((sum, { size }) => sum + size, 0)).toBe(expected.union);
        for (const region of found.regions) {
          const wanted = names.map((name) => region.in.includes(name)).join();
          const count = all.filter((member) => inside(member).join() === wanted).length;
          expect({ region: region.in, size: region.size }).toEqual({
            region: region.in,
            size: count,
          });
        }
      }
    }
  });

  test('is of one moment while members move between the sets', async () => {
    const { sets } = fresh();
    await sets.add('a', named(100));
    await sets.add('b', ['fixed']);
    let moving = true;
    const move = (async () => {
      for (let index = 0; moving; index = (index + 1) % 100) {
        await sets.add('b', [`member-${index}`]);
        await sets.remove('b', [`member-${index}`]);
      }
    })();
    const sizes = await Promise.all(
      Array.from({ length: 60 }, async () => (await sets.compare('union', ['a', 'b'])).size),
    );
    moving = false;
    await move;
    expect(new Set(sizes)).toEqual(new Set([101]));
  });
});

describe('exact beside HyperLogLog', () => {
  test('the estimate is within 2 %, in a fraction of the memory', async () => {
    const { sets } = fresh();
    await fill(sets, 's', named(maxMembers));
    const { exact, estimate, error } = await sets.size('s');
    expect(exact.count).toBe(maxMembers);
    expect(Math.abs(error ?? 1)).toBeLessThanOrEqual(0.02);
    expect(error).toBeCloseTo((estimate.count - exact.count) / exact.count, 10);
    expect(exact.bytes).toBeGreaterThan(20 * estimate.bytes);
  });

  test('it cannot forget, and an empty set has no error', async () => {
    const { sets } = fresh();
    await sets.add('s', ['a', 'b']);
    await sets.remove('s', ['a', 'b']);
    expect(await sets.size('s')).toMatchObject({
      exact: { count: 0, bytes: 0 },
      estimate: { count: 2 },
      error: null,
    });
  });
});
