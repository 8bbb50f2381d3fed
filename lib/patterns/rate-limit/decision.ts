import { CodedError } from '../../errors';
import type { Decision } from './contract';
import type { Policy } from './policy';

/** What check.lua answers of a known caller: an outcome, the wait, 1 where overridden, then three numbers a limit. */
export type CheckReply = [
  outcome: 'allowed' | 'limited' | 'too-large' | 'blocked' | 'replayed' | 'reused',
  waitMs: number,
  overridden: 0 | 1,
  ...limits: number[],
];

/**
 * Reads the script's answer.
 *
 * @param askedAt when the script was sent, in epoch milliseconds; what Redis tells in durations counts from then
 * @throws CodedError `idempotency_key_reused`
 */
export function toDecision(policy: Policy, reply: CheckReply, askedAt: number): Decision {
  const [outcome, waitMs, overridden, ...numbers] = reply;
  if (outcome === 'reused') {
    throw new CodedError(
      'idempotency_key_reused',
      'This Idempotency-Key was used for a check with another body. Use a new key for a new check.',
    );
  }
  const limits = policy.limits.map(({ algorithm, windowMs }, index) => ({
    algorithm,
    limit: numbers[index * 3]!,
    windowMs,
    remaining: numbers[index * 3 + 1]!,
    resetAt: askedAt + numbers[index * 3 + 2]!,
  }));
  const allowed = outcome === 'allowed' || outcome === 'replayed';
  return {
    allowed,
    ...(!allowed && { reason: reasonOf[outcome] }),
    policy: policy.name,
    ...headline(limits),
    retryAfterMs: allowed ? 0 : outcome === 'too-large' ? null : waitMs,
    overridden: overridden === 1,
    from: 'redis',
    limits,
  };
}

const reasonOf = {
  limited: 'limited',
  blocked: 'blocked',
  'too-large': 'cost_exceeds_limit',
} as const;

/** What a check answers while Redis cannot be asked: by the policy, and saying so. */
export function undecided(policy: Policy, askedAt: number): Decision {
  const allowed = policy.onRedisDown === 'allow';
  const limits = policy.limits.map(({ algorithm, limit, windowMs }) => ({
    algorithm,
    limit,
    windowMs,
    remaining: allowed ? limit : 0,
    resetAt: askedAt,
  }));
  return {
    allowed,
    reason: 'redis_down',
    policy: policy.name,
    ...headline(limits),
    retryAfterMs: allowed ? 0 : 1_000,
    overridden: false,
    from: 'nowhere',
    limits,
  };
}

/** The limit that is nearest to its end; of equals the one that takes longest to be whole again. */
function headline(limits: Decision['limits']): Pick<Decision, 'limit' | 'remaining' | 'resetAt'> {
  const { limit, remaining, resetAt } = limits.reduce((tightest, each) =>
    (each.remaining - tightest.remaining || tightest.resetAt - each.resetAt) < 0 ? each : tightest,
  );
  return { limit, remaining, resetAt };
}
