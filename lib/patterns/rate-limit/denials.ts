import type { Decision } from './contract';

/** What a process remembers of refusals, so that a caller who is refused still costs no request. */
export interface DenialCache {
  /** The refusal that still stands for a check of this cost, its times counted down. */
  get(key: string, cost: number): Decision | undefined;
  /** Remembers a refusal. @param askedAt `performance.now()` when the check was sent */
  put(key: string, cost: number, refusal: Decision, askedAt: number): void;
  /** Forgets it: what an administrator changed counts at once in this process. */
  drop(key: string): void;
}

interface Denial {
  cost: number;
  refusal: Decision;
  /** When it may be over, and when it is asked again whether it is; by `performance.now()`. */
  overAt: number;
  staleAt: number;
}

/**
 * A refusal stands until its time for the same cost or a higher one, because nothing gives a caller back what it
 * spent, except an administrator: in this process that drops the entry, in another it is seen after `maxAgeMs`.
 *
 * @param options.max callers remembered; of more, the longest known are forgotten, who then cost a request
 */
export function createDenialCache({ max = 10_000, maxAgeMs = 1_000 } = {}): DenialCache {
  const denials = new Map<string, Denial>();

  return {
    get(key, cost) {
      const denial = denials.get(key);
      if (!denial || cost < denial.cost) return undefined;
      const now = performance.now();
      if (now >= denial.overAt || now >= denial.staleAt) {
        denials.delete(key);
        return undefined;
      }
      return {
        ...denial.refusal,
        retryAfterMs: Math.ceil(denial.overAt - now),
        from: 'memory',
      };
    },

    put(key, cost, refusal, askedAt) {
      if (refusal.allowed || refusal.from !== 'redis' || refusal.retryAfterMs === null) return;
      denials.delete(key);
      // Counted from the sending, and less the tick of Redis's clock that had begun: never late, so never wrong.
      const overAt = askedAt + refusal.retryAfterMs - 1;
      denials.set(key, { cost, refusal, overAt, staleAt: askedAt + maxAgeMs });
      const oldest = denials.size > max && denials.keys().next().value;
      if (oldest) denials.delete(oldest);
    },

    drop: (key) => void denials.delete(key),
  };
}
