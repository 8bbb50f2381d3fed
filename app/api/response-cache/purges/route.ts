import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { purgeResponses } from '@/lib/patterns/response-cache/contract';
import { responseCache } from '../cache';

export const POST = handle(purgeResponses, async ({ redis, body, request }) => {
  const urls = body.urls.map((reference) => new URL(reference, request.url));
  await responseCache(redis).purge({ urls, tags: body.tags });
  return { purged: true as const };
});

export const OPTIONS = preflight([purgeResponses]);
