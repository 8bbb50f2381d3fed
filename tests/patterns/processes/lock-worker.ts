import { createGuardedStore, createLocks } from '@/lib/patterns/lock';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import { randomOf } from '../../redis/support';

/** What a server process is told to do. */
export interface LockWork {
  prefix: string;
  name: string;
  seed: number;
  /** The least number of rounds. It continues until an entry of any worker is refused. */
  rounds: number;
  ttlMs: number;
  /** How far its clock is off, in milliseconds. */
  skewMs: number;
}

/** An entry of the guarded list, which each holder reads, appends to and writes back. */
export interface Entry {
  by: string;
  fence: number;
}

/** What became of its entries. */
export interface LockReport {
  written: Entry[];
  refused: Entry[];
}

/** A server that changes a guarded value under a lock, and that is paused at times for longer than the lock lives. */
process.on('message', async ({ prefix, name, seed, rounds, ttlMs, skewMs }: LockWork) => {
  const { now } = Date;
  Date.now = () => now() + skewMs;
  const redis = createClient(sharedTransport());
  const locks = createLocks(redis, { prefix });
  const store = createGuardedStore(redis, { prefix });
  const random = randomOf(seed);
  const report: LockReport = { written: [], refused: [] };
  const pause = () => {
    // As a garbage collection, or a host that freezes it: nothing of the process runs meanwhile.
    const ms = random() < 0.3 ? ttlMs * 1.5 : random() * 5;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  };
  const refusals = `${prefix}-refusals`;
  const done = () => report.written.length + report.refused.length;
  const isRefused = async () => Number((await redis.get(refusals)) ?? 0) > 0;
  // Whether a pause costs somebody the lock depends on what the others do meanwhile. The bound ends what never does.
  while (done() < rounds || (done() < 20 * rounds && !(await isRefused()))) {
    const grant = await locks.acquire('list', { ttlMs, owner: name, waitMs: 5_000 });
    if (!grant.acquired) continue;
    const { fence, token } = grant;
    pause();
    const { accepted, value } = await store.readToChange('list', fence);
    pause();
    const entry = { by: name, fence };
    const list = JSON.parse(value ?? '[]') as Entry[];
    const text = JSON.stringify([...list, entry]);
    const isWritten = accepted && (await store.write('list', { fence, value: text })).accepted;
    report[isWritten ? 'written' : 'refused'].push(entry);
    if (!isWritten) await redis.incr(refusals);
    await locks.release('list', token);
  }
  process.send!(report);
});
process.send!('ready');
