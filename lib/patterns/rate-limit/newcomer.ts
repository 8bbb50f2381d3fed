import type { CheckReply } from './decision';
import { nameOf, type Limit, type Policy } from './policy';
import type { ReceiptId } from './receipt-id';

/**
 * What a check of one cost is to a caller without a record. It depends on the policy alone, so it is worked out once
 * and not by Redis at each check: check.lua then needs a single command to find out that a caller is new and to
 * charge it.
 */
export interface Newcomer {
  /** What a check answers, and what a look. */
  taken: CheckReply;
  looked: CheckReply;
  /**
   * Its record, as check.lua has it, once it is charged, and for how long it lives; '' where it is not charged, because
   * the cost is over a limit.
   */
  record(receipt: ReceiptId): [text: string, livesMs: number];
}

export function newcomer({ limits }: Policy, cost: number): Newcomer {
  const fits = limits.every((limit) => cost <= mostOf(limit));
  const spent = limits.map((limit) => spend(limit, cost));
  const looked: CheckReply = [
    fits ? 'allowed' : 'too-large',
    0,
    0,
    ...limits.flatMap((limit) => [limit.limit, mostOf(limit), 0]),
  ];
  if (!fits) return { taken: looked, looked, record: () => ['', 0] };

  const fullInMs = Math.max(...spent.map(({ fullInMs }) => fullInMs));
  const states = spent.map(({ state }, i) => `${nameOf(limits[i]!)}=${state};`).join('');
  const numbers = spent.map(({ left, fullInMs }) => `${left},${fullInMs}`).join();
  return {
    taken: [
      'allowed',
      0,
      0,
      ...spent.flatMap(({ left, fullInMs }, i) => [limits[i]!.limit, left, fullInMs]),
    ],
    looked,
    record({ id, fingerprint, livesMs: receiptMs }) {
      const livesMs = Math.max(receiptMs, fullInMs);
      return [`3|${livesMs}|||${states};${id},${fingerprint},${receiptMs},${numbers}`, livesMs];
    },
  };
}

/** A limit of which a cost is spent at age 0, its state as check.lua keeps it. */
function spend(limit: Limit, cost: number) {
  const { algorithm, limit: count, windowMs } = limit;
  const left = mostOf(limit) - cost;
  if (algorithm === 'fixed-window') return { left, fullInMs: windowMs, state: `0,${cost}` };
  if (algorithm === 'sliding-log') {
    const state = '0'.repeat(11 + 13) + String(cost).padStart(11, '0');
    return { left, fullInMs: windowMs + 1, state };
  }
  const full = (cost * windowMs) / count;
  return { left, fullInMs: Math.ceil(full), state: `${full},${count}` };
}

/** The most that it can give at once. */
function mostOf({ algorithm, limit, burst = limit }: Limit): number {
  return algorithm === 'token-bucket' ? burst : limit;
}
