import { hashPassword } from '@/lib/accounts/password';
import { createDirectory } from '@/lib/accounts/directory';
import { sharedDatabase } from '@/lib/database/shared';
import { createSessions } from '@/lib/patterns/sessions';
import {
  endSession,
  endSessions,
  listSessions,
  readActiveSessions,
  readCurrentSession,
  rotateCurrentSession,
  saveCurrentSession,
  signIn,
  signOut,
} from '@/lib/patterns/sessions/contract';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import type { Call } from '../../support/api';
import type { Exercise } from '../exercise';

const password = 'correct horse battery staple';
const passwordHash = hashPassword(password);
const nobody = { cookie: 'session=' };

async function putAccount(): Promise<void> {
  await createDirectory(sharedDatabase()).put({ name: 'ann', passwordHash: await passwordHash });
}

/** A user with a few sessions, one of them used by the call. A session of the minute is there already. */
async function signedIn(call: Call = {}): Promise<Call> {
  await putAccount();
  const sessions = createSessions(createClient(sharedTransport()));
  for (let i = 0; i < 3; i++) await sessions.create('ann', { device: 'test' });
  const { id } = await sessions.create('ann', { device: 'test' });
  // One has ended, so that the minute's count of these is there too.
  await sessions.destroy((await sessions.create('ann', { device: 'test' })).id);
  return { ...call, headers: { cookie: `session=${id}` } };
}

export const exercises: Exercise[] = [
  {
    operation: signIn,
    of: 'a sign-in',
    call: async () => {
      await signedIn();
      return { body: { name: 'ann', password }, headers: nobody };
    },
  },
  {
    operation: signIn,
    of: 'the first of a user, and of an hour',
    call: async () => {
      // Without the sessions of whoever prepared the ground.
      await createClient(sharedTransport()).flushall();
      await putAccount();
      return { body: { name: 'ann', password }, headers: nobody };
    },
  },
  { operation: listSessions, of: 'any number of sessions', call: () => signedIn() },
  { operation: readCurrentSession, of: 'a read, which renews', call: () => signedIn() },
  {
    operation: saveCurrentSession,
    of: 'a save',
    call: () => signedIn({ body: { fields: { theme: 'dark' }, version: 1 } }),
  },
  { operation: signOut, of: 'a sign-out', call: () => signedIn() },
  { operation: rotateCurrentSession, of: 'a rotation', call: () => signedIn() },
  {
    operation: endSessions,
    of: 'any number of sessions',
    call: () => signedIn({ query: { scope: 'all' } }),
  },
  {
    operation: endSession,
    of: 'one session',
    call: async () => {
      const call = await signedIn();
      const [other] = await createSessions(createClient(sharedTransport())).list('ann');
      return { ...call, params: { handle: other!.handle } };
    },
  },
  { operation: readActiveSessions, of: 'a read', call: () => signedIn() },
];
