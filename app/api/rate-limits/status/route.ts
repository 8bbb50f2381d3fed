import { isDemo } from '@/lib/guard/demo';
import { recorder } from '@/lib/guard/rate-limits';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { readStatus } from '@/lib/patterns/rate-limit';
import { readRateLimitStatus } from '@/lib/patterns/rate-limit/contract';

export const GET = handle(readRateLimitStatus, async ({ redis, caller, query }) => {
  // What this process has not written yet belongs to it.
  await recorder.flush();
  const status = await readStatus(redis, query);
  if (caller.tier === 'admin') return status;
  // Who calls an API, by name or address, is nobody's business but its operator's.
  const cut = (entry: (typeof status.topAllowed)[number]) =>
    isDemo(entry.policy) ? entry : { ...entry, identifier: kindOf(entry.identifier) };
  return {
    ...status,
    topAllowed: status.topAllowed.map(cut),
    topRefused: status.topRefused.map(cut),
  };
});

/** `user:…`, `key:…` or `ip:…`. The limit of sign-ins counts bare names of accounts: nothing of them is left. */
function kindOf(identifier: string): string {
  return `${/^(?:user|key|ip):/.exec(identifier)?.[0] ?? ''}…`;
}

export const OPTIONS = preflight([readRateLimitStatus]);
