import { sharedDatabase } from '@/lib/database/shared';
import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { cacheStatus } from '@/lib/patterns/cache';
import { readProfile, writeProfile } from '@/lib/patterns/cache/contract';
import { createProfiles } from '@/lib/profiles/profiles';
import { profileCache, tagsOf } from '../cache';

export const GET = handle(readProfile, async ({ params: { id }, redis, headers, background }) => {
  const { value: profile, ...cache } = await profileCache(redis, background).get(id, {
    tags: tagsOf(id),
    load: () => createProfiles(sharedDatabase()).read(id),
  });
  headers.set('cache-status', cacheStatus('profiles', cache));
  headers.set('age', String(Math.floor(cache.ageMs / 1_000)));
  if (!profile) throw new CodedError('not_found', `There is no profile "${id}".`);
  return { profile, cache };
});

export const PUT = handle(writeProfile, async ({ params: { id }, body, redis }) => {
  const { version: expected, ...text } = body;
  const version = await createProfiles(sharedDatabase()).write(id, text, expected);
  // After the write, and before its answer: whoever reads from then on loads it anew.
  await profileCache(redis).invalidate({ tags: [`user:${id}`] });
  return { version };
});

export const OPTIONS = preflight([readProfile, writeProfile]);
