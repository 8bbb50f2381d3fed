import { ProblemError } from '@/lib/http/call';
import type { useCall } from '../live/use-call';
import { acquireLock, extendLock, releaseLock, writeGuarded } from './api';

/** How a contender holds the lock. */
export interface Manner {
  ttlMs: number;
  workMs: number;
  /** Extends the lock each third of its TTL; otherwise the work outlives it. */
  renews: boolean;
}

export const manners = {
  renewing: { ttlMs: 1_200, workMs: 1_600, renews: true },
  outliving: { ttlMs: 600, workMs: 2_400, renews: false },
} as const satisfies Record<string, Manner>;

/** What one contender did under one grant. All times are of Redis, but for `believedUntil`. */
export interface Hold {
  contender: string;
  fence: number;
  grantedAt: number;
  /** Its first and its last access that the guarded store accepted. */
  firstWriteAt: number | undefined;
  lastWriteAt: number | undefined;
  accepted: number;
  refused: number;
  /** Until when it took itself for the holder: by this browser's clock, set by that of Redis at its last write. */
  believedUntil: number;
}

const writeEveryMs = 200;

interface Contention {
  send: ReturnType<typeof useCall>;
  resource: string;
  contender: string;
  manner: Manner;
  /** Told of each change. */
  onChange(hold: Hold): void;
}

/**
 * Takes the lock by its turn, writes to the guarded store as long as its work takes, and gives the lock back. It stops
 * when it is told that the lock is another's.
 *
 * @throws ProblemError for all else that is refused
 */
export async function contend({ send, resource, contender, manner, onChange }: Contention) {
  const params = { resource };
  const as = (what: string) => ({ label: what, series: `${what} ${resource}` });
  const { data: grant } = await send(
    acquireLock,
    { params, body: { ttlMs: manner.ttlMs, owner: contender, waitMs: 10_000 } },
    as('Contenders take'),
  );
  const { fence, grantedAt, token } = grant;
  let hold: Hold = {
    contender,
    fence,
    grantedAt,
    firstWriteAt: undefined,
    lastWriteAt: undefined,
    accepted: 0,
    refused: 0,
    believedUntil: grantedAt,
  };
  const change = (changes: Partial<Hold>) => onChange((hold = { ...hold, ...changes }));
  change({});

  const started = performance.now();
  let extendedAt = started;
  let clock = { at: grantedAt, read: started };
  try {
    while (performance.now() - started < manner.workMs) {
      const { data } = await send(
        writeGuarded,
        { params, body: { token, fence, value: `${contender} at work` } },
        as('Contenders write'),
      );
      clock = { at: data.at, read: performance.now() };
      change({
        firstWriteAt: hold.firstWriteAt ?? data.at,
        lastWriteAt: data.at,
        accepted: hold.accepted + 1,
        believedUntil: data.at,
      });
      if (manner.renews && performance.now() - extendedAt > manner.ttlMs / 3) {
        extendedAt = performance.now();
        const body = { token, ttlMs: manner.ttlMs };
        await send(extendLock, { params, body }, as('Contenders extend'));
      }
      await new Promise((resolve) => setTimeout(resolve, writeEveryMs));
    }
    await send(releaseLock, { params, body: { token } }, as('Contenders release'));
  } catch (error) {
    // Told that the lock is another's: by the store, or by the lock itself. There is nothing to give back.
    const isStale = isProblem(error, 'stale_fence');
    if (!isStale && !isProblem(error, 'lock_lost')) throw error;
    const believedUntil = Math.round(clock.at + performance.now() - clock.read);
    change({ refused: hold.refused + (isStale ? 1 : 0), believedUntil });
  }
}

export function isProblem(error: unknown, code: string): error is ProblemError {
  return error instanceof ProblemError && error.problem.code === code;
}
