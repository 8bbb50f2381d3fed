import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { newOperationId, type OperationId } from '../../redis/operation-id';
import { createScript } from '../../redis/script';
import common from './common.lua' with { type: 'text' };
import type { ClaimedJob, Outcome, Progress, Settled } from './contract';
import { maxClaim, maxErrorLength, maxResultBytes } from './contract-schemas';
import { claimReceiptMs, keys } from './keys';
import { claimedParts, toClaimed } from './record';
import renewSource from './renew.lua' with { type: 'text' };
import workSource from './work.lua' with { type: 'text' };

const workScript = createScript(common + workSource);
const renewScript = createScript(common + renewSource);

/** How many of those that ended are kept, and the dead for how long. */
export interface Kept {
  done: number;
  dead: number;
  deadMs: number;
}

export interface ClaimOptions {
  /** 1 to 100. */
  most?: number;
  /** How long nobody else gets these jobs without a sign of life: 100 ms to an hour, 30 s unless told. */
  leaseMs?: number;
  /** Who works, for people who look at the queue. */
  worker?: string;
  /** How jobs that were claimed before went: taken in by the same step. At most 100. */
  outcomes?: readonly Outcome[];
  /** Where the call may be sent again by somebody else. */
  operationId?: OperationId;
}

export interface Claim {
  jobs: ClaimedJob[];
  /** What became of the jobs whose outcomes were sent, in their order. */
  outcomes: Settled[];
  paused: boolean;
  /** When to ask again, in milliseconds from now; null where nothing is scheduled. */
  nextDueMs: number | null;
}

/** What holds a job. */
export interface Lease {
  id: string;
  token: string;
  progress?: Progress;
}

interface Place {
  prefix: string;
  queue: string;
}

/** One call of work.lua: outcomes in, jobs out, either of which may be none. */
export async function work(
  redis: Redis,
  { prefix, queue }: Place,
  kept: Kept,
  { most = 1, leaseMs = 30_000, worker = 'worker', outcomes = [], operationId }: ClaimOptions,
): Promise<Claim> {
  if (most > maxClaim || outcomes.length > maxClaim)
    throw new RangeError(`At most ${maxClaim} jobs in one call`);
  const id = operationId ?? newOperationId();
  const place = { prefix, queue };
  const reply = await workScript.run<[string, string | number, number, ...string[]]>(redis, {
    keys: [
      keys.jobs(place),
      keys.schedule(place),
      ...(most > 0 ? [keys.claim({ ...place, id: id.id })] : []),
    ],
    args: [
      JSON.stringify(outcomes.map(argumentsOf)),
      most,
      leaseMs,
      worker,
      crypto.randomUUID(),
      id.fingerprint || '-',
      claimReceiptMs,
      kept.done,
      kept.dead,
      kept.deadMs,
    ],
  });
  const [status, nextDue, count, ...rest] = reply;
  if (status === 'reused')
    throw new CodedError(
      'idempotency_key_reused',
      'This Idempotency-Key was used for a request with another body. Use a new key for a new request.',
    );
  id.replayed = status === 'replayed';
  const jobs = rest.slice(2 * count);
  return {
    paused: status === 'paused',
    nextDueMs: Number(nextDue) < 0 ? null : Number(nextDue),
    outcomes: outcomes.map((outcome, index) => ({
      id: outcome.id,
      became: rest[2 * index] as Settled['became'],
      dueAt: Number(rest[2 * index + 1]) || null,
    })),
    jobs: Array.from({ length: jobs.length / claimedParts }, (_, index) =>
      toClaimed(jobs.slice(claimedParts * index, claimedParts * (index + 1))),
    ),
  };
}

/** @returns for each lease when it ends now, or null where it is lost */
export async function renew(
  redis: Redis,
  place: Place,
  leases: readonly Lease[],
  leaseMs = 0,
): Promise<(number | null)[]> {
  const ends = await renewScript.run<string[]>(redis, {
    keys: [keys.jobs(place), keys.schedule(place)],
    args: [
      JSON.stringify(leases.map(({ id, token, progress }) => [id, token, progress ?? null])),
      leaseMs,
    ],
  });
  return ends.map((end) => Number(end) || null);
}

function argumentsOf(outcome: Outcome): unknown[] {
  const { id, token } = outcome;
  if (outcome.outcome === 'done') return [id, token, 'done', resultText(outcome.result)];
  if (outcome.outcome === 'released') return [id, token, 'released'];
  const how = outcome.retry === false ? 'dead' : 'failed';
  return [id, token, how, errorLine(outcome.error), Math.random()];
}

function resultText(result: unknown): string {
  const text = JSON.stringify(result ?? null);
  if (new TextEncoder().encode(text).byteLength <= maxResultBytes) return text;
  throw new CodedError('invalid_request', 'The result of a job is too large.', {
    fields: [{ field: 'body/result', message: `At most ${maxResultBytes} bytes as JSON` }],
  });
}

/** An error's message as one line of bounded length; half a character that was cut is left out. */
function errorLine(text: string): string {
  return (
    text
      .slice(0, maxErrorLength)
      .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
      .trim() || 'No reason was given'
  );
}
