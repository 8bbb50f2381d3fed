import type { Redis } from '@upstash/redis';
import { createBatchWriter, type BatchWriter } from '../../redis/batch-writer';
import { createScript } from '../../redis/script';
import { keys, maxNames, resolutions } from './keys';
import statusSource from './status.lua' with { type: 'text' };

const statusScript = createScript(statusSource);

const shape = JSON.stringify(
  Object.entries(resolutions).map(([name, { bucketMs, block, keepMs }]) => [
    name,
    bucketMs / 1000,
    block,
    keepMs / 1000,
  ]),
);

/** The most identifiers that one flush names for each outcome; further ones count in the sums alone. */
const maxNamed = 50;

/**
 * Counts decisions in this process and adds them up in Redis once a minute, sooner where many come, so that charts cost
 * less than the checks that they tell of. A process that dies takes up to a minute of its charts along; no decision
 * rests on them.
 */
export interface StatusRecorder extends Pick<BatchWriter<Batch>, 'flush' | 'flushIfDue'> {
  note(policy: string, identifier: string, allowed: boolean): void;
}

type Outcome = 'allowed' | 'refused';

interface Batch {
  counts: Map<string, [allowed: number, refused: number]>;
  top: Record<Outcome, Map<string, number>>;
}

interface RecorderOptions {
  prefix?: string;
  /** How long a batch is gathered, in milliseconds; 0 leaves it to `flush`. A minute unless told. */
  everyMs?: number;
  /** Told of a write that failed by itself; it is tried again. */
  onError?(error: unknown): void;
}

/** @param redis called at each write; a client that does not belong to a request */
export function createStatusRecorder(
  redis: () => Redis,
  { prefix = 'rp', everyMs, onError }: RecorderOptions = {},
): StatusRecorder {
  const { note, flush, flushIfDue } = createBatchWriter({
    empty: emptyBatch,
    everyMs,
    onError,
    write: (batch, operationId) =>
      statusScript.run(redis(), {
        keys: [keys.base({ prefix })],
        args: [toJson(batch), shape, maxNames],
        once: {
          operationId,
          receipt: keys.receipt({ prefix, id: operationId.id }),
          ttlMs: keys.receipt.expiry.withinMs ?? 0,
        },
      }),
  });

  return {
    flush,
    flushIfDue,
    note(policy, identifier, allowed) {
      note((batch) => {
        const counts = batch.counts.get(policy) ?? [0, 0];
        counts[allowed ? 0 : 1] += 1;
        batch.counts.set(policy, counts);
        const top = batch.top[allowed ? 'allowed' : 'refused'];
        const name = `${policy} ${identifier}`;
        const known = top.get(name);
        if (known !== undefined || top.size < maxNamed) top.set(name, (known ?? 0) + 1);
      });
    },
  };
}

function emptyBatch(): Batch {
  return { counts: new Map(), top: { allowed: new Map(), refused: new Map() } };
}

function toJson({ counts, top }: Batch): string {
  return JSON.stringify({
    counts: [...counts],
    top: { allowed: [...top.allowed], refused: [...top.refused] },
  });
}
