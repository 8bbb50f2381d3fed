import { authenticate } from '@/lib/accounts/authenticate';
import { deviceOf } from '@/lib/accounts/device';
import { accountName } from '@/lib/accounts/directory';
import { grantSampleRoles, offersSamples } from '@/lib/accounts/samples';
import { CodedError } from '@/lib/errors';
import { handle } from '@/lib/guard/handle';
import { rateLimits } from '@/lib/guard/rate-limits';
import { withinLimit } from '@/lib/guard/within-limit';
import { preflight } from '@/lib/http/cors';
import { areOfOneSession, createSessions, handleIn } from '@/lib/patterns/sessions';
import { endSessions, listSessions, signIn } from '@/lib/patterns/sessions/contract';
import { noteActivity } from '../activity/note';
import { accounts, clearCookie, setCookie, userMeant } from './shared';

/** The limits of one account's attempts, beside that of the caller's address: from one address, and from all. */
const attempts = { near: 'sign-in-account', spread: 'sign-in-spread' };

export const POST = handle(signIn, async ({ redis, body, request, caller, ...call }) => {
  // Counted before anything is known of the account, so that a refusal does not tell whether there is one.
  const meant = accountName(body.name);
  const near = `${meant} from ${caller.address || 'nowhere'}`;
  if (meant !== undefined) {
    // One after the other: what is refused from one address does not count against the account.
    await withinLimit(redis, attempts.near, near, call.headers);
    await withinLimit(redis, attempts.spread, meant, call.headers);
  }
  const account = await authenticate(accounts(request), body.name, body.password);
  if (!account)
    throw new CodedError('sign_in_refused', 'The name and the password do not belong together.');
  const { name } = account;
  if (offersSamples(request)) await grantSampleRoles(redis);
  const sessions = createSessions(redis);
  const device = deviceOf(request.headers.get('user-agent'));
  const about = { device, address: caller.address || undefined };
  // The key is the account's: who sends it again may have the first answer's cookie by then, and be a caller with a name.
  const operationId = { ...call.operationId, id: call.idempotencyKey ?? call.operationId.id };
  const [opened] = await Promise.all([
    sessions.create(name, about, { operationId }),
    // Whoever knows the password was not guessing.
    rateLimits(redis).reset(attempts.near, near),
  ]);
  if (operationId.replayed) call.operationId.replayed = true;
  // An id from before the sign-in is worth nothing after it, whoever planted it.
  const before = caller.sessionId;
  if (before !== undefined && !areOfOneSession(before, opened.id)) await sessions.destroy(before);
  setCookie(call.headers, request, opened);
  noteActivity(call, name, { type: 'sign-in' });
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
