import type { createSubscribe } from '../patterns/chat';

/** What a worker that has nothing to do listens to, so that it need not ask. */
export interface Bell {
  /** True while the subscription stands: what is scheduled now is heard. */
  readonly isHeard: boolean;
  /** The moment by `performance.now()` from which something rung since `forget` is due; Infinity where nothing is. */
  readonly dueAt: number;
  /** Fires at the next ring, or when the subscription stands anew. */
  readonly rung: AbortSignal;
  /** Called right before the worker asks: what was rung till then is answered by that. */
  forget(): void;
  close(): void;
}

/** Listens to the channel of a queue. Whoever schedules a job rings there in how many milliseconds it is due. */
export function createBell(
  subscribe: ReturnType<typeof createSubscribe>,
  channel: string,
  onTrouble?: (error: unknown) => void,
): Bell {
  let isHeard = false;
  let dueAt = Infinity;
  let rung = new AbortController();

  function ring(withinMs: number): void {
    dueAt = Math.min(dueAt, performance.now() + withinMs);
    rung.abort();
    rung = new AbortController();
  }

  const close = subscribe(channel, {
    opened() {
      isHeard = true;
      // What was rung before was not heard.
      ring(0);
    },
    message: (payload) => ring(Number(payload) || 0),
    lost(error) {
      isHeard = false;
      onTrouble?.(error);
    },
  });

  return {
    get isHeard() {
      return isHeard;
    },
    get dueAt() {
      return dueAt;
    },
    get rung() {
      return rung.signal;
    },
    forget: () => void (dueAt = Infinity),
    close,
  };
}
