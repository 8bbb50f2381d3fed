import type { Redis } from '@upstash/redis';
import { keyReused, type OperationId } from '../../redis/operation-id';
import type { Once } from '../../redis/script';
import { keys, receiptMs } from './keys';

/**
 * For work of several steps, each of which may be repeated: the answer is kept once it is there, and whoever sends the
 * call again gets it. Two that run at once both do the work, and the first answer is kept. A process that dies before leaves none, and the work is done again. Without an operation id it is
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
  const before = (text: string) => {
    const kept = JSON.parse(text) as { fingerprint: string; answer: T };
    if (kept.fingerprint !== fingerprint) throw keyReused();
    operationId.replayed = true;
    return kept.answer;
  };
  const text = await redis.get<string>(key);
  if (text !== null) return before(text);
  const answer = await work(operationId);
  const own = JSON.stringify({ fingerprint, answer });
  const first = await redis.set<string>(key, own, { px: receiptMs, nx: true, get: true });
  return first === null || first === own ? answer : before(first);
}
