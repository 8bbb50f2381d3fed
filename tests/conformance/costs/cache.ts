import { tagsOf } from '@/app/api/profiles/cache';
import { createCache } from '@/lib/patterns/cache';
import { profileTimes } from '@/lib/patterns/cache/contract-profiles';
import {
  invalidateCache,
  readCacheStats,
  readProfile,
  writeProfile,
} from '@/lib/patterns/cache/contract';
import { keys } from '@/lib/patterns/cache/keys';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import type { Exercise } from '../exercise';

const params = { id: 'ada' };
const place = { prefix: 'rp', name: 'profiles', version: 1 };

/** The profile is there, past its time, and another process is loading it. */
async function beingLoaded() {
  const state = keys.state({ ...place, key: params.id });
  await createClient(sharedTransport()).set(state, 'loading:another', { px: 60_000 });
  return { params };
}

/** Another profile under the same tags was read, so that they are there. */
async function tagged() {
  const cache = createCache(createClient(sharedTransport()), { name: 'profiles', ...profileTimes });
  await cache.get('another', { tags: tagsOf(params.id), load: async () => null });
  return { params };
}

let version = 0;

export const exercises: Exercise[] = [
  {
    operation: readProfile,
    of: 'a hit, with both of its tags',
    before: [{ params }],
    call: { params },
  },
  {
    operation: readProfile,
    of: 'a stale one that another is loading',
    before: [{ params }],
    call: beingLoaded,
  },
  { operation: readProfile, of: 'a miss', call: tagged },
  {
    operation: readProfile,
    of: 'the first miss ever, which makes the tags',
    call: { params },
  },
  {
    operation: writeProfile,
    of: 'a change',
    call: async () => ({
      params,
      body: { displayName: 'Ada Moreau', city: `City ${++version}`, bio: '' },
    }),
  },
  {
    operation: invalidateCache,
    of: 'any number of keys and tags',
    call: {
      body: {
        keys: Array.from({ length: 100 }, (_, index) => `user-${index}`),
        tags: Array.from({ length: 100 }, (_, index) => `tag-${index}`),
      },
    },
  },
  { operation: readCacheStats, of: 'a read of either range', call: {} },
];
