import type { Redis } from '@upstash/redis';
import type { Faults, ProofGround } from '../proof';
import { createClient } from '../redis/client';
import type { RedisConfig } from '../redis/config';
import { dropAnswers } from '../redis/faults';
import { defineKey } from '../redis/keys';
import { createTrace } from '../redis/record';
import { createSend } from '../redis/send';
import { createTransport, type Transport } from '../redis/transport';

const minute = 60_000;

/** The keys with which runs of proofs are cleaned up, should one die on the way. */
export const proofKeys = {
  runs: defineKey('{rp:proofs}:runs', 'Runs of proofs by their start', {
    why: 'One small entry a run, taken out when it ends, or by a later run',
  }),
  owned: defineKey('{rp:proofs}:owned:<run>', 'The keys that one run writes', {
    why: 'Lists keys that may have no expiry; deleted with them when the run ends, or by a later run',
  }),
};

/** A ground for one run of a proof. */
export interface OpenProofGround extends ProofGround {
  /** Deletes all that the run owns. */
  close(): Promise<void>;
}

/** Opens a ground on the Redis at hand, and cleans up after runs that died. */
export async function openProofGround(config: RedisConfig): Promise<OpenProofGround> {
  const run = crypto.randomUUID();
  const traces = { naive: createTrace(), safe: createTrace() };
  const transports: Transport[] = [];

  function connect(faults?: Faults): Transport {
    const send = faults?.dropAnswer ? dropAnswers(createSend(), faults.dropAnswer) : createSend();
    const transport = createTransport({ ...config, send });
    transports.push(transport);
    return transport;
  }
  const own = createClient(connect());
  await forgetDead(own);

  return {
    prefix: `proof-${run}`,
    client: (side, faults) => createClient(connect(faults), { trace: traces[side] }),
    cost(side) {
      const { roundTrips, commands } = traces[side].counts;
      return { roundTrips, commands };
    },
    async owns(keys) {
      await own
        .multi()
        .zadd(proofKeys.runs({}), { score: Date.now(), member: run })
        .rpush(proofKeys.owned({ run }), ...keys)
        .exec();
    },
    async close() {
      await forget(own, run);
      await Promise.all(transports.map((transport) => transport.close()));
    },
  };
}

async function forgetDead(redis: Redis): Promise<void> {
  const before = Date.now() - 10 * minute;
  const dead = await redis.zrange<string[]>(proofKeys.runs({}), 0, before, {
    byScore: true,
    offset: 0,
    count: 5,
  });
  for (const run of dead) await forget(redis, run);
}

async function forget(redis: Redis, run: string): Promise<void> {
  const list = proofKeys.owned({ run });
  const keys = await redis.lrange(list, 0, -1);
  // One key a command: they lie in many slots of a cluster.
  const pipeline = redis.pipeline();
  for (const key of keys) pipeline.unlink(key);
  // Last, so that a clean-up that is cut off is done again.
  pipeline.unlink(list).zrem(proofKeys.runs({}), run);
  await pipeline.exec();
}
