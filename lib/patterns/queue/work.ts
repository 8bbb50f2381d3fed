import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { keyReused, newOperationId, type OperationId } from '../../redis/operation-id';
import { createScript } from '../../redis/script';
import common from './common.lua' with { type: 'text' };
import type { ClaimedJob, Outcome, Progress, Settled } from './contract';
import { maxClaim, maxErrorLength, maxResultBytes } from './contract-schemas';
import { claimReceiptMs, keys, type Place } from './keys';
import { readable, toClaimed } from './record';
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
  /**
   * The worker subscribes to the queue's `channel`: for ten minutes from now whoever schedules something publishes there
   * in how many milliseconds it is due. A command more where that is not known yet, and one for each ring.
   */
  listens?: boolean;
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

/** One call of work.lua: outcomes in, jobs out, either of which may be none. */
export async function work(
  redis: Redis,
  place: Place,
  kept: Kept,
  options: ClaimOptions,
): Promise<Claim> {
  const { most = 1, leaseMs = 30_000, worker = 'worker', outcomes = [], operationId } = options;
  if (most > maxClaim || outcomes.length > maxClaim)
    throw new RangeError(`At most ${maxClaim} jobs in one call`);
  const id = operationId ?? newOperationId();
  const reply = await workScript.run<[string, number, string, ...string[]]>(redis, {
    keys: [place.jobs, place.schedule, ...(most > 0 ? [keys.claim({ ...place, id: id.id })] : [])],
    args: [
      most,
      leaseMs,
      lineOf(worker, 'worker'),
      crypto.randomUUID(),
      id.fingerprint || '-',
      claimReceiptMs,
      kept.done,
      kept.dead,
      kept.deadMs,
      options.listens ? '1' : '',
      ...outcomes.flatMap(argumentsOf),
    ],
  });
  const [status, nextDue, became = '', ...rest] = reply;
  if (status === 'reused') throw keyReused();
  id.replayed = status === 'replayed';
  const settled = became.split(' ');
  const jobs: ClaimedJob[] = [];
  for (let i = 0; i < rest.length; i += 3) {
    // One whose payload nobody can read stays claimed until its attempts are used up: then it is dead, and listed so.
    const job = readable(() => toClaimed(rest[i]!, rest[i + 1]!, rest[i + 2]!));
    if (job) jobs.push(job);
  }
  return {
    paused: status === 'paused',
    nextDueMs: nextDue < 0 ? null : nextDue,
    outcomes: outcomes.map(({ id }, index) => ({
      id,
      became: settled[2 * index] as Settled['became'],
      dueAt: Number(settled[2 * index + 1]) || null,
    })),
    jobs,
  };
}

/** @returns for each lease when it ends now, or null where it is lost */
export async function renew(
  redis: Redis,
  place: Place,
  leases: readonly Lease[],
  leaseMs = 0,
): Promise<(number | null)[]> {
  const ends = await renewScript.run<number[]>(redis, {
    keys: [place.jobs, place.schedule],
    args: [
      leaseMs,
      ...leases.flatMap(({ id, token, progress }) => [
        id,
        token,
        progress === undefined ? '' : JSON.stringify(progress),
      ]),
    ],
  });
  return ends.map((end) => end || null);
}

/** An outcome as work.lua takes it. */
function argumentsOf(outcome: Outcome): string[] {
  const { id, token } = outcome;
  if (outcome.outcome === 'done') return [id, token, 'done', resultText(outcome.result)];
  if (outcome.outcome === 'released') return [id, token, 'released', ''];
  const error = lineOf(outcome.error, 'No reason was given');
  if (outcome.retry === false) return [id, token, 'dead', error];
  return [id, token, 'failed', `${Math.random()} ${error}`];
}

function resultText(result: unknown): string {
  const text = JSON.stringify(result ?? null);
  // No character takes more than three bytes, so a short one need not be encoded to be weighed.
  if (3 * text.length <= maxResultBytes) return text;
  if (new TextEncoder().encode(text).byteLength <= maxResultBytes) return text;
  throw new CodedError('invalid_request', 'The result of a job is too large.', {
    fields: [{ field: 'body/result', message: `At most ${maxResultBytes} bytes as JSON` }],
  });
}

/** A text as one line of bounded length, as a record keeps it; half a character that was cut is left out. */
function lineOf(text: string, otherwise: string): string {
  return (
    text
      .slice(0, maxErrorLength)
      .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim() || otherwise
  );
}
