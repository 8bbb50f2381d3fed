import type { ClaimedJob, Job, JobSummary, Progress } from './contract';
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

/** A claimed job as its worker gets it. */
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
      const [, at, event, detail] = /^(\d+) (\S+)(?: (.*))?$/.exec(line)!;
      return {
        at: Number(at),
        event: event as Event['event'],
        ...(detail !== undefined && { detail }),
      };
    }),
  ];
}

function textOf({ event, detail = 'a worker' }: Event): string {
  return event === 'lost' ? `The lease of ${detail} ran out` : detail;
}
