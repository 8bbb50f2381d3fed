import type { ClaimedJob, Job, JobSummary, Progress } from './contract';
import { events } from './contract-schemas';
import { placeOf } from './schedule';

/** What a record says before its timeline; common.lua has its layout. */
interface Head {
  name: string;
  createdAt: number;
  priority: number;
  attempts: number;
  backoff: Job['backoff'];
  dueAt: number;
  attempt: number;
  startedAt: number | null;
  leaseMs: number;
  fence: number;
  /** Of who holds it: never shown to anybody else, who could end the job with it. */
  token: string;
  /** JSON of an active job's progress, or of a result; or empty. */
  detail: string;
}

function parse(record: string): Head {
  const [state = '', , detail = '', fixed = ''] = record.split('\n', 4);
  const [dueAt, attempt, startedAt, leaseMs, fence, token = ''] = state.split(' ');
  const [, createdAt, priority, attempts, delayMs, growth, maxMs, , ...name] = fixed.split(' ');
  const numbers = [dueAt, attempt, startedAt, leaseMs, fence, createdAt, priority, attempts];
  if (
    name.length === 0 ||
    ![...numbers, delayMs, growth, maxMs].every((text) => /^\d+(\.\d+)?$/.test(text ?? ''))
  )
    throw new UnreadableError('No record of a job');
  return {
    name: name.join(' '),
    createdAt: Number(createdAt),
    priority: Number(priority),
    attempts: Number(attempts),
    backoff: {
      type: Number(growth) > 1 ? 'exponential' : 'fixed',
      delayMs: Number(delayMs),
      maxMs: Number(maxMs),
    },
    dueAt: Number(dueAt),
    attempt: Number(attempt),
    startedAt: Number(startedAt) || null,
    leaseMs: Number(leaseMs),
    fence: Number(fence),
    token,
    detail,
  };
}

/**
 * Reads what another producer, an older version or a broken writer may have left.
 *
 * @returns undefined for what is no record, so that one of them fails no list
 */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof UnreadableError) return undefined;
    throw error;
  }
}

class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}

/** A claimed job as its worker gets it. @throws for a payload that is no JSON */
export function toClaimed(id: string, record: string, payload: string): ClaimedJob {
  const { name, createdAt, attempt, attempts, token, fence, startedAt, leaseMs } = parse(record);
  return {
    id,
    name,
    data: JSON.parse(payload) as ClaimedJob['data'],
    createdAt,
    attempt,
    attempts,
    token,
    fence,
    leaseUntil: startedAt! + leaseMs,
  };
}

/** A job as it is listed. */
export function toSummary(id: string, score: number, record: string): JobSummary {
  const head = parse(record);
  const { state, at } = placeOf(score);
  const ended = state === 'done' || state === 'dead';
  const timeline = timelineOf(head, record);
  const failure = timeline.findLast(({ event }) => event === 'failed' || event === 'lost');
  return {
    id,
    name: head.name,
    state,
    priority: head.priority,
    attempt: head.attempt,
    attempts: head.attempts,
    createdAt: head.createdAt,
    dueAt: head.dueAt,
    worker: timeline.findLast(({ event }) => event === 'claimed')?.detail ?? null,
    startedAt: head.startedAt,
    leaseUntil: state === 'active' ? at : null,
    endedAt: ended ? timeline.at(-1)!.at : null,
    forgottenAt: ended ? at : null,
    progress: state === 'active' && head.detail ? (JSON.parse(head.detail) as Progress) : null,
    error: failure === undefined ? null : textOf(failure),
  };
}

/** A job with all that is known of it but the token. */
export function toJob(id: string, score: number, record: string, payload: string): Job {
  const head = parse(record);
  const summary = toSummary(id, score, record);
  return {
    ...summary,
    data: JSON.parse(payload) as Job['data'],
    result: summary.state === 'done' ? (JSON.parse(head.detail) as Job['result']) : null,
    fence: head.fence,
    backoff: head.backoff,
    timeline: timelineOf(head, record),
  };
}

type Event = Job['timeline'][number];

function timelineOf({ createdAt }: Head, record: string): Event[] {
  const [, , , , ...lines] = record.split('\n');
  return [
    { at: createdAt, event: 'enqueued' },
    ...lines.map((line) => {
      const [, at, event, detail] = /^(\d+) (\S+)(?: (.*))?$/s.exec(line) ?? [];
      if (!isEvent(event)) throw new UnreadableError('No line of a timeline');
      return { at: Number(at), event, ...(detail !== undefined && { detail }) };
    }),
  ];
}

const isEvent = (text: string | undefined): text is Event['event'] =>
  (events as readonly (string | undefined)[]).includes(text);

function textOf({ event, detail = 'a worker' }: Event): string {
  return event === 'lost' ? `The lease of ${detail} ran out` : detail;
}
