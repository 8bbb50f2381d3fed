import {
  acquireLock,
  extendLock,
  listLocks,
  readGuarded,
  releaseLock,
  writeGuarded,
} from '@/lib/patterns/lock/contract';
import { readScheduledRuns, runScheduled } from '@/lib/patterns/lock/contract-schedule';
import { createGuardedStore, createLocks } from '@/lib/patterns/lock';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import type { Exercise } from '../exercise';

const params = { resource: 'invoice-7' };
const body = { ttlMs: 60_000 };
const another = { operation: acquireLock, params: { resource: 'another' }, body };
const headers = { 'idempotency-key': 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee' };

/** A lock that is held, and its token. */
async function held() {
  const locks = createLocks(createClient(sharedTransport()), { listed: true });
  const grant = await locks.acquire(params.resource, body);
  if (!grant.acquired) throw new Error('It is held already');
  return { params, token: grant.token, fence: grant.fence };
}

export const exercises: Exercise[] = [
  { operation: listLocks, of: 'the list', before: [another], call: {} },
  { operation: listLocks, of: 'the list while nothing is locked', call: {} },
  {
    operation: acquireLock,
    of: 'a free lock, put on the list',
    before: [another],
    call: { params, body },
  },
  {
    operation: acquireLock,
    of: 'the first lock of a minute, which also clears the list up',
    call: { params, body },
  },
  {
    operation: acquireLock,
    of: 'a grant that is asked for again',
    before: [{ params, body, headers }],
    call: { params, body, headers },
  },
  {
    operation: extendLock,
    of: 'an extension',
    call: async () => {
      const { token } = await held();
      return { params, body: { token, ttlMs: 60_000 } };
    },
  },
  {
    operation: releaseLock,
    of: 'a release, taken off the list',
    call: async () => {
      const { token } = await held();
      return { params, body: { token } };
    },
  },
  {
    operation: releaseLock,
    of: 'a release of what nobody holds',
    call: { params, body: { token: 'the-token-of-an-ended-lock' } },
  },
  {
    operation: writeGuarded,
    of: 'a write',
    call: async () => {
      const { token, fence } = await held();
      return { params, body: { token, fence, value: 'x' } };
    },
  },
  {
    operation: writeGuarded,
    of: 'a fence shown again',
    call: async () => {
      const { token, fence } = await held();
      await createGuardedStore(createClient(sharedTransport())).readToChange(
        params.resource,
        fence,
      );
      return { params, body: { token, fence } };
    },
  },
  { operation: readGuarded, of: 'a read', call: { params } },
  {
    operation: runScheduled,
    of: 'a call that runs the task',
    before: [another],
    call: { body: { caller: 'server-a' } },
  },
  {
    operation: runScheduled,
    of: 'a call in a minute that is done',
    before: [{ body: { caller: 'server-a' } }],
    call: { body: { caller: 'server-b' } },
  },
  { operation: readScheduledRuns, of: 'a read', call: {} },
];
