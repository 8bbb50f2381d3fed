import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { invalidateCache } from '@/lib/patterns/cache/contract';
import { profileCache } from '../../profiles/cache';

export const POST = handle(invalidateCache, async ({ redis, body }) => {
  await profileCache(redis).invalidate(body);
  return { invalidated: true as const };
});

export const OPTIONS = preflight([invalidateCache]);
