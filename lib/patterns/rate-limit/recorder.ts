import type { Redis } from '@upstash/redis';
import { newOperationId, type OperationId } from '../../redis/operation-id';
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
 * Counts decisions in this process and adds them up in Redis about once a second, so that charts cost a check
 * nothing. A process that dies takes up to a second of its charts along; no decision rests on them.
 */
export interface StatusRecorder {
  note(policy: string, identifier: string, allowed: boolean): void;
  /**
   * Writes what was noted, in one round trip; nothing where nothing was. Where a platform freezes a process between
   * requests, call it after the answer. After a failure the same batch is sent again and counts once.
   */
  flush(): Promise<void>;
  /** Ends the timer and writes the rest. */
  close(): Promise<void>;
}

type Outcome = 'allowed' | 'refused';

interface Batch {
  counts: Map<string, [allowed: number, refused: number]>;
  top: Record<Outcome, Map<string, number>>;
}

interface RecorderOptions {
  prefix?: string;
  /** How often it writes while there is something, in milliseconds; 0 leaves it to `flush`. 1 000 unless told. */
  everyMs?: number;
  /** Told of a flush that failed by itself; the next is the retry. */
  onError?(error: unknown): void;
}

/** @param redis called at each flush; a client that does not belong to a request */
export function createStatusRecorder(
  redis: () => Redis,
  { prefix = 'rp', everyMs = 1_000, onError = () => undefined }: RecorderOptions = {},
): StatusRecorder {
  let noted = emptyBatch();
  let sending: { batch: Batch; operationId: OperationId } | undefined;
  let writing: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function write(): Promise<void> {
    while (sending || noted.counts.size > 0) {
      sending ??= { batch: noted, operationId: newOperationId() };
      if (sending.batch === noted) noted = emptyBatch();
      const { batch, operationId } = sending;
      await statusScript.run(redis(), {
        keys: [keys.base({ prefix })],
        args: [toJson(batch), shape, maxNames],
        once: {
          operationId,
          receipt: keys.receipt({ prefix, id: operationId.id }),
          ttlMs: keys.receipt.expiry.withinMs ?? 0,
        },
      });
      sending = undefined;
    }
  }
  const flush = () => (writing ??= write().finally(() => (writing = undefined)));

  function schedule(): void {
    if (everyMs === 0 || timer) return;
    timer = setTimeout(() => {
      timer = undefined;
      flush().catch((error: unknown) => {
        onError(error);
        schedule();
      });
    }, everyMs);
    // Charts do not keep a process alive. Where timers are numbers there is nothing to let go of.
    if (typeof timer === 'object') timer.unref();
  }

  return {
    note(policy, identifier, allowed) {
      const counts = noted.counts.get(policy) ?? [0, 0];
      counts[allowed ? 0 : 1] += 1;
      noted.counts.set(policy, counts);
      const top = noted.top[allowed ? 'allowed' : 'refused'];
      const name = `${policy} ${identifier}`;
      const known = top.get(name);
      if (known !== undefined || top.size < maxNamed) top.set(name, (known ?? 0) + 1);
      schedule();
    },
    flush,
    async close() {
      clearTimeout(timer);
      timer = undefined;
      await flush();
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
