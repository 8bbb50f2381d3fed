import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import type { OperationId } from '../../redis/operation-id';
import { isOutage } from '../../redis/outage';
import { createScript, onceFor, type Once } from '../../redis/script';
import { ask } from './ask';
import { listBlocks, unlistBlock, writeBlock } from './blocks';
import type { Block, Decision } from './contract';
import { undecided } from './decision';
import { createDenialCache, type DenialCache } from './denials';
import editSource from './edit.lua' with { type: 'text' };
import { editReceiptMs, keys } from './keys';
import { byName, type KnownPolicy } from './known-policies';
import { mostOf, nameOf, type Policy } from './policy';
import { newReceipt, receiptOf } from './receipt-id';
import type { StatusRecorder } from './recorder';

export { rateLimitHeaders } from './headers';
export { createDenialCache, type DenialCache } from './denials';
export { createStatusRecorder, type StatusRecorder } from './recorder';
export { readStatus } from './status';
export type { Limit, Policy } from './policy';
export type { Decision } from './contract';

const editScript = createScript(editSource);

export interface RateLimitOptions {
  /** What all keys of this instance begin with. Instances with one prefix share their limits. */
  prefix?: string;
  policies: readonly Policy[];
  /** The process's memory of refusals, where the instance does not live as long as the process. */
  denials?: DenialCache;
  /** Told of every decision, for charts. */
  recorder?: StatusRecorder;
}

export interface RateLimit {
  /**
   * Takes `cost` from every limit of the policy, or from none. One round trip: two commands for a caller who has no
   * record, four for one who has, three for a refusal, none for one that this process remembers.
   *
   * While Redis cannot be asked the policy's `onRedisDown` decides, and the decision says `redis_down`.
   *
   * @param options.cost a whole number from 1, 1 unless told
   * @param options.operationId where the call may be sent again: within a minute an allowed call is charged once and
   *   gets its first answer. A refusal leaves no receipt: under the same id it may be tried again. Never hand over an
   *   id that the limited caller chose, who could then send all calls under one.
   * @throws CodedError `not_found` for an unknown policy, `idempotency_key_reused`; RangeError for another cost
   */
  check(
    policy: string,
    identifier: string,
    options?: { cost?: number; operationId?: OperationId },
  ): Promise<Decision>;

  /** What `check` would answer to a call of this cost; takes nothing. One round trip, at most three commands. */
  peek(policy: string, identifier: string, options?: { cost?: number }): Promise<Decision>;

  /** Forgets what was spent, and the override. A block stays. @returns false where nothing was known */
  reset(policy: string, identifier: string, options?: Once): Promise<boolean>;

  /**
   * Other limits for one identifier, one for each of the policy, for `forMs` (to 31 days). What was spent stays
   * spent. The burst of a bucket grows or shrinks with its limit.
   *
   * @throws CodedError `invalid_request` where their number is not the policy's, or a limit is out of range for its
   *   algorithm; RangeError for an invalid duration
   */
  override(
    policy: string,
    identifier: string,
    override: { limits: readonly number[]; forMs: number },
    options?: Once,
  ): Promise<void>;

  /** Refuses all calls of one identifier for `forMs` (1 ms to 31 days). @throws RangeError for another duration */
  block(
    policy: string,
    identifier: string,
    block: { forMs: number },
    options?: Once,
  ): Promise<Block>;
  /** @returns false where nothing was known of the identifier */
  unblock(policy: string, identifier: string, options?: Once): Promise<boolean>;
  /** Who is blocked, the longest first, at most 100. One command. */
  blocks(): Promise<Block[]>;

  policies(): readonly Policy[];
}

/**
 * Rate limits over one Redis.
 *
 * @throws RangeError for a policy that cannot be kept
 */
export function createRateLimit(redis: Redis, options: RateLimitOptions): RateLimit {
  const { prefix = 'rp', denials = createDenialCache(), recorder } = options;
  const known = byName(options.policies);

  function find(name: string): KnownPolicy {
    const found = known.get(name);
    if (!found) throw new CodedError('not_found', `There is no rate-limit policy "${name}".`);
    return found;
  }

  async function edit(
    policy: string,
    identifier: string,
    action: 'reset' | 'override' | 'block',
    { operationId }: Once = {},
    { limits = '', forMs = 0 } = {},
  ): Promise<number> {
    const at = { prefix, policy: find(policy).policy.name, identifier };
    const key = keys.record(at);
    denials.drop(key);
    const changed = await editScript.run<number>(redis, {
      keys: [key],
      args: [action, limits, forMs, Date.now()],
      ...onceFor(operationId, (id) => keys.editReceipt({ ...at, id }), editReceiptMs),
    });
    // Again, for a check that was under way meanwhile.
    denials.drop(key);
    return changed;
  }

  return {
    async check(name, identifier, { cost = 1, operationId } = {}) {
      const known = find(name);
      if (!Number.isSafeInteger(cost) || cost < 1)
        throw new RangeError('A cost is a whole number from 1');
      const key = keys.record({ prefix, policy: name, identifier });
      // An id that was brought along may belong to a call that was allowed: only Redis knows.
      let decision = operationId ? undefined : denials.get(key, cost);
      if (!decision) {
        const askedAt = performance.now();
        try {
          const receipt = operationId ? await receiptOf(operationId) : newReceipt();
          const answer = await ask(redis, key, known, cost, receipt);
          decision = answer.decision;
          if (operationId) operationId.replayed = answer.replayed;
          denials.put(key, cost, decision, askedAt);
        } catch (error) {
          if (!isOutage(error)) throw error;
          decision = undecided(known.policy, Date.now());
        }
      }
      if (!operationId?.replayed) recorder?.note(name, identifier, decision.allowed);
      return decision;
    },

    async peek(name, identifier, { cost = 1 } = {}) {
      const key = keys.record({ prefix, policy: name, identifier });
      return (await ask(redis, key, find(name), cost)).decision;
    },

    reset: async (policy, identifier, options) =>
      (await edit(policy, identifier, 'reset', options)) > 0,

    async override(name, identifier, { limits, forMs }, options) {
      const { policy } = find(name);
      assertDuration(forMs);
      if (limits.length !== policy.limits.length) {
        const message = `The policy has ${policy.limits.length}`;
        throw new CodedError('invalid_request', 'An override states every limit of its policy.', {
          fields: [{ field: 'body/limits', message }],
        });
      }
      for (const [index, limit] of limits.entries()) {
        const most = mostOf(policy.limits[index]?.algorithm);
        if (Number.isSafeInteger(limit) && limit >= 1 && limit <= most) continue;
        throw new CodedError('invalid_request', 'An override is no limit that a policy may have.', {
          fields: [{ field: `body/limits/${index}`, message: `A whole number from 1 to ${most}` }],
        });
      }
      const named = policy.limits.map((limit, index) => `,${nameOf(limit)}=${limits[index]}`);
      await edit(name, identifier, 'override', options, { limits: named.join(''), forMs });
    },

    async block(policy, identifier, { forMs }, options) {
      assertDuration(forMs);
      const until = await edit(policy, identifier, 'block', options, { forMs });
      const block = { policy, identifier, until };
      // Of what is answered by a receipt this may have been lifted since.
      if (!options?.operationId?.replayed) await writeBlock(redis, prefix, block);
      return block;
    },

    async unblock(policy, identifier, options) {
      const lifted = await edit(policy, identifier, 'block', options);
      if (!options?.operationId?.replayed) await unlistBlock(redis, prefix, { policy, identifier });
      return lifted > 0;
    },

    blocks: () => listBlocks(redis, prefix, Date.now()),
    policies: () => options.policies,
  };
}

/** 31 days: as long as an override or a block may last. */
const maxForMs = 31 * 86_400_000;

function assertDuration(forMs: number): void {
  if (!Number.isSafeInteger(forMs) || forMs < 1 || forMs > maxForMs)
    throw new RangeError(`${forMs} is no duration from 1 to ${maxForMs} ms`);
}
