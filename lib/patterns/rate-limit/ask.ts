import type { Redis } from '@upstash/redis';
import { createScript } from '../../redis/script';
import checkSource from './check.lua' with { type: 'text' };
import type { Decision } from './contract';
import { toDecision, type CheckReply } from './decision';
import { maxReceiptBytes } from './keys';
import type { KnownPolicy } from './known-policies';
import type { ReceiptId } from './receipt-id';

const checkScript = createScript(checkSource);

/**
 * Asks Redis for a decision. One round trip.
 *
 * @param receipt names the call that takes the cost; without one it only looks
 * @returns the decision, and whether it is the first answer to a call that was sent again
 * @throws CodedError `idempotency_key_reused`
 */
export async function ask(
  redis: Redis,
  key: string,
  { policy, limits, newcomer }: KnownPolicy,
  cost: number,
  receipt?: ReceiptId,
): Promise<{ decision: Decision; replayed: boolean }> {
  const askedAt = Date.now();
  const fresh = newcomer(cost);
  const call = receipt
    ? [...fresh.record(receipt), cost, `;${receipt.id},`, receipt.fingerprint, receipt.livesMs]
    : ['', 0, cost, '', '', 0];
  const reply = await checkScript.run<CheckReply | ['new']>(redis, {
    keys: [key],
    args: [...call, maxReceiptBytes, ...limits],
  });
  const told = reply[0] !== 'new' ? reply : receipt ? fresh.taken : fresh.looked;
  return { decision: toDecision(policy, told, askedAt), replayed: told[0] === 'replayed' };
}
