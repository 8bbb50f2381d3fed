import { sharedDatabase } from '@/lib/database/shared';
import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { placeOrder } from '@/lib/patterns/query-cache/contract';
import { placeOrder as place } from '@/lib/orders/orders';
import { profileCache } from '../profiles/cache';
import { reportCache } from '../query-cache/cache';

export const POST = handle(placeOrder, async ({ redis, body, caller, operationId }) => {
  const user = caller.userId;
  if (user === undefined) throw new CodedError('not_signed_in', 'Sign in to place an order.');
  const { result: order, outdated } = await reportCache(redis).write(
    body.tenant,
    ['orders', 'order_lines'],
    () => place(sharedDatabase(), { ...body, user }, operationId),
  );
  // The customer's own figures have changed too; should Redis be away, they are old for as long as any profile.
  if (outdated) await profileCache(redis).invalidate({ tags: [`user:${user}`] });
  return { order, outdated };
});

export const OPTIONS = preflight([placeOrder]);
