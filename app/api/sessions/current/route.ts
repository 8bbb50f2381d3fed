import { offersSamples, sampleAccounts } from '@/lib/accounts/samples';
import { CodedError } from '@/lib/errors';
import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createSessions } from '@/lib/patterns/sessions';
import { readCurrentSession, saveCurrentSession, signOut } from '@/lib/patterns/sessions/contract';
import { clearCookie, notSignedIn, requireSessionId } from '../shared';

export const GET = handle(
  readCurrentSession,
  async ({ redis, request, caller: { sessionId } }) => ({
    session: sessionId === undefined ? null : await createSessions(redis).read(sessionId),
    ...(offersSamples(request) && { sampleAccounts: [...sampleAccounts] }),
  }),
);

export const PATCH = handle(saveCurrentSession, async ({ redis, body, caller, operationId }) => {
  const { fields, version } = body;
  const id = requireSessionId(caller);
  const saved = await createSessions(redis).save(id, fields, { version, operationId });
  if (saved.outcome === 'saved') return { version: saved.version };
  if (saved.outcome === 'ended') throw notSignedIn();
  if (saved.outcome === 'full')
    throw new CodedError('invalid_request', 'The session would hold too many fields.', {
      fields: [{ field: 'body/fields', message: 'At most 32 fields in a session' }],
    });
  throw new CodedError(
    'version_conflict',
    `Changed since version ${version}; the session is at version ${saved.version}. Read it and try again.`,
    { fields: saved.fields.map((name) => ({ field: `body/fields/${name}`, message: 'Changed' })) },
  );
});

export const DELETE = handle(signOut, async ({ redis, caller, request, headers }) => {
  if (caller.sessionId !== undefined) await createSessions(redis).destroy(caller.sessionId);
  clearCookie(headers, request);
  return { signedIn: false as const };
});

export const OPTIONS = preflight([readCurrentSession, saveCurrentSession, signOut]);
