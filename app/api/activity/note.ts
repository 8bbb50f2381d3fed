import 'server-only';
import type { Background } from '@/lib/http/background';
import { createActivity, type ActivityEvent } from '@/lib/patterns/activity';
import type { OperationId } from '@/lib/redis/operation-id';
import { lateClient } from '@/lib/http/late';

/**
 * Puts what a user just did through this app on their timeline: after the answer, so that it slows nothing and nothing
 * fails for it, and under the id of the operation itself, so that one that is sent again is noted once.
 *
 * @param user nobody where the caller has not signed in: what nobody in particular did is on no timeline
 */
export function noteActivity(
  { background, operationId }: { background: Background; operationId: OperationId },
  user: string | undefined,
  event: ActivityEvent,
): void {
  if (user === undefined) return;
  // Two operations may come under one key, each fine by its own receipt: here they are two events.
  const id = `${operationId.id}:${operationId.fingerprint}`;
  background(() =>
    createActivity(lateClient()).record(user, event, {
      operationId: { id, fingerprint: '' },
    }),
  );
}
