import { authenticate } from '@/lib/accounts/authenticate';
import { deviceOf } from '@/lib/accounts/device';
import { CodedError } from '@/lib/errors';
import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { areOfOneSession, createSessions, handleIn } from '@/lib/patterns/sessions';
import { endSessions, listSessions, signIn } from '@/lib/patterns/sessions/contract';
import { createRoles } from '@/lib/patterns/sets';
import { accounts, clearCookie, setCookie, userMeant } from './shared';

export const POST = handle(signIn, async ({ redis, body, request, caller, ...call }) => {
  const account = await authenticate(accounts(redis), body.name, body.password);
  if (!account)
    throw new CodedError('sign_in_refused', 'The name and the password do not belong together.');
  const { name } = account;
  await Promise.all(account.roles.map((role) => createRoles(redis).grant(role, name)));
  const sessions = createSessions(redis);
  const device = deviceOf(request.headers.get('user-agent'));
  const about = { device, address: caller.address || undefined };
  const opened = await sessions.create(name, about, { operationId: call.operationId });
  // An id from before the sign-in is worth nothing after it, whoever planted it.
  const before = caller.sessionId;
  if (before !== undefined && !areOfOneSession(before, opened.id)) await sessions.destroy(before);
  setCookie(call.headers, request, opened);
  return { session: opened.session };
});

export const GET = handle(listSessions, async ({ redis, caller, query }) => {
  const sessions = await createSessions(redis).list(await userMeant(redis, caller, query.user));
  const own = handleIn(caller.sessionId ?? '');
  return { sessions: sessions.map((session) => ({ ...session, current: session.handle === own })) };
});

export const DELETE = handle(endSessions, async ({ redis, caller, query, ...call }) => {
  const user = await userMeant(redis, caller, query.user);
  const sessions = createSessions(redis);
  const { operationId } = call;
  if (query.scope === 'others') {
    const own = handleIn(caller.sessionId ?? '') ?? '';
    return { ended: await sessions.revokeOthers(user, own, { operationId }) };
  }
  const ended = await sessions.revokeAll(user, { operationId });
  if (user === caller.userId) clearCookie(call.headers, call.request);
  return { ended };
});

export const OPTIONS = preflight([signIn, listSessions, endSessions]);
