import { CodedError } from '@/lib/errors';
import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createSessions, handleIn } from '@/lib/patterns/sessions';
import { endSession } from '@/lib/patterns/sessions/contract';
import { clearCookie, userMeant } from '../shared';

export const DELETE = handle(endSession, async ({ redis, caller, params, query, ...call }) => {
  const { operationId, headers, request } = call;
  const user = await userMeant(redis, caller, query.user);
  const ended = await createSessions(redis).revoke(user, params.handle, { operationId });
  if (!ended) throw new CodedError('not_found', 'There is no such session. It may have expired.');
  if (params.handle === handleIn(caller.sessionId ?? '')) clearCookie(headers, request);
  return { ended: 1 };
});

export const OPTIONS = preflight([endSession]);
