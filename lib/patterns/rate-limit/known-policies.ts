import { newcomer, type Newcomer } from './newcomer';
import { faultOf, nameOf, type Limit, type Policy } from './policy';

/** A policy that can be kept, and what a check of it needs to have worked out but once. */
export interface KnownPolicy {
  policy: Policy;
  /** Its limits as arguments of check.lua. */
  limits: readonly string[];
  newcomer(cost: number): Newcomer;
}

type KnownPolicies = ReadonlyMap<string, KnownPolicy>;

/** A server opens its limits for each request, by the same list each time. */
const known = new WeakMap<readonly Policy[], KnownPolicies>();

/** The policies by name. @throws RangeError naming the policy that cannot be kept */
export function byName(policies: readonly Policy[]): KnownPolicies {
  const before = known.get(policies);
  if (before) return before;
  const map = new Map<string, KnownPolicy>();
  for (const policy of policies) {
    const fault = map.has(policy.name) ? 'stands twice' : faultOf(policy);
    if (fault) throw new RangeError(`The policy "${policy.name}" ${fault}`);
    // Nearly every call costs one.
    const ofOne = newcomer(policy, 1);
    map.set(policy.name, {
      policy,
      limits: policy.limits.flatMap(argumentsOf),
      newcomer: (cost) => (cost === 1 ? ofOne : newcomer(policy, cost)),
    });
  }
  known.set(policies, map);
  return map;
}

function argumentsOf(limit: Limit): string[] {
  const { algorithm, limit: count, windowMs, burst = count } = limit;
  return [nameOf(limit), algorithm, ...[count, windowMs, burst].map(String)];
}
