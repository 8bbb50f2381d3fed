import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import type { OperationId } from '../../redis/operation-id';
import { createScript } from '../../redis/script';
import common from './common.lua' with { type: 'text' };
import type { Enqueued, NewJob } from './contract';
import { maxPayloadBytes } from './contract-schemas';
import source from './enqueue.lua' with { type: 'text' };
import { keys, receiptMs } from './keys';

const script = createScript(common + source);
const day = 86_400_000;

/** What one call of the script carries: far below what a host takes in a request, and Lua in a list. */
const chunkJobs = 500;
const chunkBytes = 512 * 1024;

/** Jobs as arguments of the script, and their size. */
interface Chunk {
  args: (string | number)[];
  jobs: number;
  bytes: number;
}

/**
 * Adds jobs in as few calls as their number and their bytes allow. Each call is one step; of several, those before
 * the one that fails have been made, and the same operation id goes on where it stopped.
 */
export async function enqueue(
  redis: Redis,
  { prefix, queue, maxJobs }: { prefix: string; queue: string; maxJobs: number },
  jobs: readonly NewJob[],
  operationId: OperationId,
): Promise<Enqueued[]> {
  const done: Enqueued[] = [];
  for (const [index, { args }] of chunksOf(jobs).entries()) {
    const { fingerprint } = operationId;
    const own = index === 0 ? operationId : { id: `${operationId.id}.${index}`, fingerprint };
    const reply = await script.run<string[]>(redis, {
      keys: [keys.jobs({ prefix, queue }), keys.schedule({ prefix, queue })],
      args: [maxJobs, ...args],
      once: {
        operationId: own,
        receipt: keys.receipt({ prefix, queue, id: own.id }),
        ttlMs: receiptMs,
      },
    });
    for (let i = 0; i < reply.length; i += 2) {
      if (reply[i + 1] === 'full') throw full(maxJobs, done.length);
      done.push({ id: reply[i]!, created: reply[i + 1] === 'created' });
    }
  }
  return done;
}

function chunksOf(jobs: readonly NewJob[]): Chunk[] {
  const chunks: Chunk[] = [];
  let chunk: Chunk | undefined;
  for (const [index, job] of jobs.entries()) {
    const { data = null, priority = 0, attempts = 3, keepMs = day, backoff = {} } = job;
    const { type = 'exponential', delayMs = 1_000, maxMs = 3_600_000 } = backoff;
    const payload = JSON.stringify(data);
    const bytes = new TextEncoder().encode(payload).byteLength;
    if (bytes > maxPayloadBytes) throw tooLarge(index);
    if (!chunk || chunk.jobs === chunkJobs || chunk.bytes + bytes > chunkBytes)
      chunks.push((chunk = { args: [], jobs: 0, bytes: 0 }));
    chunk.args.push(
      job.id ?? '',
      job.name,
      JSON.stringify({
        p: priority,
        m: attempts,
        b: [delayMs, type === 'exponential' ? 2 : 1, maxMs],
        k: keepMs,
      }),
      job.runAt === undefined ? 'in' : 'at',
      job.runAt ?? job.delayMs ?? 0,
      payload,
    );
    chunk.jobs += 1;
    chunk.bytes += bytes;
  }
  return chunks;
}

function tooLarge(index: number): CodedError {
  return new CodedError('invalid_request', 'The payload of a job is too large.', {
    fields: [{ field: `body/${index}/data`, message: `At most ${maxPayloadBytes} bytes as JSON` }],
  });
}

function full(maxJobs: number, added: number): CodedError {
  const message = `The queue holds ${maxJobs.toLocaleString('en')} jobs; ${added} of these were taken.`;
  return new CodedError('limit_reached', message);
}
