import { CodedError } from '../../errors';

interface RenewalOptions {
  ttlMs: number;
  /** When the request that got the lock was sent, by `performance.now`. */
  sentAt: number;
  /** @returns false where the lock is somebody else's or nobody's */
  extend(): Promise<boolean>;
}

/** Keeps a lock while its holder works. */
export interface Renewal {
  /** Fires a tenth of the TTL before the lock can end, where it was not extended until then. */
  readonly signal: AbortSignal;
  extend(): Promise<boolean>;
  stop(): void;
}

/**
 * Extends a lock each third of its TTL. All times are of this process's monotonic clock, counted from before a request
 * was sent: the lock lives in Redis for at least as long as is believed here. A process that is paused for longer than
 * the TTL learns it late, which is what fences are for.
 */
export function startRenewal({ ttlMs, sentAt, extend }: RenewalOptions): Renewal {
  const lost = new AbortController();
  let deadline: ReturnType<typeof setTimeout>;
  let next: ReturnType<typeof setTimeout>;
  const stop = () => {
    clearTimeout(deadline);
    clearTimeout(next);
  };
  const lose = (cause?: unknown) => {
    stop();
    lost.abort(new CodedError('lock_lost', 'The lock could not be kept: stop.', { cause }));
  };
  let cause: unknown;

  function keepFrom(sent: number): void {
    clearTimeout(deadline);
    cause = undefined;
    deadline = setTimeout(() => lose(cause), sent + ttlMs * 0.9 - performance.now());
    // Not all at the same moment, where many locks were taken at one.
    renewIn(sent + (ttlMs / 3) * (0.9 + Math.random() * 0.1) - performance.now());
  }
  function renewIn(ms: number): void {
    clearTimeout(next);
    next = setTimeout(() => {
      renew().catch((error: unknown) => {
        // Tried again until the deadline, which is told of it.
        cause = error;
        if (!lost.signal.aborted && !stopped) renewIn(ttlMs / 20);
      });
    }, ms);
  }
  async function renew(): Promise<boolean> {
    const sent = performance.now();
    const isKept = await extend();
    if (lost.signal.aborted) return false;
    if (!isKept) lose();
    else if (!stopped) keepFrom(sent);
    return isKept;
  }

  let stopped = false;
  keepFrom(sentAt);
  return {
    signal: lost.signal,
    extend: renew,
    stop() {
      stopped = true;
      stop();
    },
  };
}
