import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import type { OperationId } from '../../redis/operation-id';
import { createScript } from '../../redis/script';
import common from './common.lua' with { type: 'text' };
import type { Enqueued, NewJob } from './contract';
import { maxPayloadBytes, maxRunAt } from './contract-schemas';
import source from './enqueue.lua' with { type: 'text' };
import { keys, receiptMs, type Place } from './keys';

const script = createScript(common + source);
const encoder = new TextEncoder();
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
 * Adds jobs in as few calls as their number and their bytes allow. Each call is one step, of up to 500 jobs; of
 * several, those before the one that fails have been made, and the same operation id continues where it stopped.
 *
 * @throws CodedError `limit_reached` if the jobs of a call do not all fit: it then adds none of them
 */
export async function enqueue(
  redis: Redis,
  place: Place,
  maxJobs: number,
  jobs: readonly NewJob[],
  operationId: OperationId,
): Promise<Enqueued[]> {
  const done: Enqueued[] = [];
  for (const [index, { args }] of chunksOf(jobs).entries()) {
    const { fingerprint } = operationId;
    const own = index === 0 ? operationId : { id: `${operationId.id}.${index}`, fingerprint };
    const reply = await script.run<string>(redis, {
      keys: [place.jobs, place.schedule],
      args: [maxJobs, ...args],
      once: {
        operationId: own,
        receipt: keys.receipt({ ...place, id: own.id }),
        ttlMs: receiptMs,
      },
    });
    if (reply === 'full') throw full(maxJobs, done.length);
    const words = reply.split(' ');
    for (let i = 0; i < words.length; i += 2)
      done.push({ id: words[i]!, created: words[i + 1] === 'created' });
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
    const bytes = encoder.encode(payload).byteLength;
    if (bytes > maxPayloadBytes)
      throw refused(index, 'data', `At most ${maxPayloadBytes} bytes as JSON`);
    if (job.name.includes('\n')) throw refused(index, 'name', 'One line');
    if ((job.runAt ?? 0) > maxRunAt) throw refused(index, 'runAt', `At most ${maxRunAt}`);
    if (!chunk || chunk.jobs === chunkJobs || chunk.bytes + bytes > chunkBytes)
      chunks.push((chunk = { args: [], jobs: 0, bytes: 0 }));
    const growth = type === 'exponential' ? 2 : 1;
    chunk.args.push(
      job.id ?? '',
      job.runAt ?? `+${Math.max(0, job.delayMs ?? 0)}`,
      `${priority} ${attempts} ${delayMs} ${growth} ${maxMs} ${keepMs} ${job.name}`,
      payload,
    );
    chunk.jobs += 1;
    chunk.bytes += bytes;
  }
  return chunks;
}

function refused(index: number, field: string, message: string): CodedError {
  return new CodedError('invalid_request', 'A job cannot be taken.', {
    fields: [{ field: `body/${index}/${field}`, message }],
  });
}

function full(maxJobs: number, added: number): CodedError {
  const message = `The queue holds ${maxJobs.toLocaleString('en')} jobs; ${added} of these were taken.`;
  return new CodedError('limit_reached', message);
}
