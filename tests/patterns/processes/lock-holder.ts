import { createLocks } from '@/lib/patterns/lock';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

/** What a server process is told to do with one lock. */
export interface LockCall {
  prefix: string;
  /** Keep it and renew it until killed, or stand in the line until killed. */
  what: 'hold' | 'wait';
  ttlMs: number;
}

process.on('message', async ({ prefix, what, ttlMs }: LockCall) => {
  const locks = createLocks(createClient(sharedTransport()), { prefix });
  if (what === 'wait') {
    process.send!('waiting');
    await locks.acquire('a', { ttlMs, owner: 'waiter', waitMs: 60_000 });
    return;
  }
  await locks.withLock('a', { ttlMs, owner: 'holder' }, ({ fence }) => {
    process.send!(fence);
    return new Promise(() => undefined);
  });
});
process.send!('ready');
