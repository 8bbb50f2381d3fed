import { isDemo } from '@/lib/guard/demo';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { readStatus } from '@/lib/patterns/rate-limit';
import { readRateLimitStatus } from '@/lib/patterns/rate-limit/contract';

export const GET = handle(readRateLimitStatus, async ({ redis, caller, query }) => {
  const status = await readStatus(redis, query);
  if (caller.tier === 'admin') return status;
  // Who calls an API, by name or address, is nobody's business but its operator's.
  const cut = (entry: (typeof status.topAllowed)[number]) =>
    isDemo(entry.policy) ? entry : { ...entry, identifier: `${entry.identifier.slice(0, 3)}…` };
  return {
    ...status,
    topAllowed: status.topAllowed.map(cut),
    topRefused: status.topRefused.map(cut),
  };
});

export const OPTIONS = preflight([readRateLimitStatus]);
