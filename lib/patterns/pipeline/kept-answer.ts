import type { Redis } from '@upstash/redis';
import { keyReused, type OperationId } from '../../redis/operation-id';
import type { Once } from '../../redis/script';
import { keys, receiptMs } from './keys';

/**
 * For work of several steps, each of which may be repeated: the answer is kept once it is there, and whoever sends the
 * call again gets it. A process that dies before leaves none, and the work is done again. Without an operation id it is
 * just done; with one it takes two commands more, in two round trips.
 *
 * @throws CodedError `idempotency_key_reused`
 */
export async function keptAnswer<T>(
  redis: Redis,
  prefix: string,
  { operationId }: Once,
  work: (operationId: OperationId | undefined) => Promise<T>,
): Promise<T> {
  if (!operationId) return work(undefined);
  const { id, fingerprint } = operationId;
  const key = keys.answer({ prefix, id });
  const text = await redis.get<string>(key);
  if (text !== null) {
    const kept = JSON.parse(text) as { fingerprint: string; answer: T };
    if (kept.fingerprint !== fingerprint) throw keyReused();
    operationId.replayed = true;
    return kept.answer;
  }
  const answer = await work(operationId);
  await redis.set(key, JSON.stringify({ fingerprint, answer }), { px: receiptMs });
  return answer;
}
