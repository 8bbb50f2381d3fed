import { describe, expect, test } from 'vitest';
import { openProofGround } from '@/lib/http/proof-ground';
import { proofs } from '@/lib/proofs';
import { requireRedisConfig } from '@/lib/redis/shared';
import { testRedis } from '../support/redis';
import { allKeyKinds, faultsOfKeys, scan } from '../support/rooms';

const { redis } = testRedis();

describe.each(Object.entries(proofs))('the proof of %s', (slug, prove) => {
  test('holds where the snippet does not, owns all that it writes, and leaves nothing', async () => {
    const ground = await openProofGround(requireRedisConfig());
    const owned = new Set<string>();
    const result = await prove({
      ...ground,
      owns: async (keys) => {
        keys.forEach((key) => owned.add(key));
        await ground.owns(keys);
      },
    });
    const written = await scan(redis, `*${ground.prefix}*`);
    const kinds = await allKeyKinds();
    const safe = written.filter((key) => kinds.some((kind) => kind.matches(key)));

    expect(result.slug).toBe(slug);
    expect(result.holds).toBe(true);
    expect(result.measures.filter(({ safeHolds }) => !safeHolds)).toEqual([]);
    expect(result.measures.filter(({ naiveHolds }) => naiveHolds)).toEqual([]);
    expect(written.filter((key) => !owned.has(key))).toEqual([]);
    expect(safe).not.toHaveLength(0);

    await ground.close();
    expect(await scan(redis, `*${ground.prefix}*`)).toEqual([]);
  });
});

test('keys written through the API are of kinds that a room states', async () => {
  expect(await faultsOfKeys(redis, '{rp:')).toEqual([]);
});
