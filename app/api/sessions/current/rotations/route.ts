import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createSessions } from '@/lib/patterns/sessions';
import { rotateCurrentSession } from '@/lib/patterns/sessions/contract';
import { notSignedIn, requireSessionId, setCookie } from '../../shared';

export const POST = handle(rotateCurrentSession, async ({ redis, caller, ...call }) => {
  const { operationId, headers, request } = call;
  const rotated = await createSessions(redis).rotate(requireSessionId(caller), { operationId });
  if (!rotated) throw notSignedIn();
  const { id, session } = rotated;
  if (id !== undefined) setCookie(headers, request, { id, session });
  return { rotated: id !== undefined };
});

export const OPTIONS = preflight([rotateCurrentSession]);
