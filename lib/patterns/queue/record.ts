import type { ClaimedJob, Job, JobSummary, Progress } from './contract';
import { placeOf } from './schedule';

/** The head of a record; common.lua tells what the letters mean. */
interface Head {
  p: number;
  m: number;
  b: [delayMs: number, growth: number, maxMs: number];
  c: number;
  d: number;
  a: number;
  s?: number;
  l?: number;
  f?: number;
  g?: Progress;
  e?: number;
  r?: string;
  w?: string;
  /** A line each: when, what, and whom or why. */
  log: string;
}

interface Parsed {
  name: string;
  head: Head;
  /** JSON; empty where only name and head were read. */
  payload: string;
}

function parse(record: string): Parsed {
  const [name = '', head = '', ...payload] = record.split('\n');
  return { name, head: JSON.parse(head) as Head, payload: payload.join('\n') };
}

/** How many parts a claimed job has in the reply of work.lua. */
export const claimedParts = 9;

/** A claimed job as its worker gets it. */
export function toClaimed(parts: readonly string[]): ClaimedJob {
  const [id, name, payload, createdAt, attempt, attempts, token, fence, leaseUntil] = parts;
  return {
    id: id!,
    name: name!,
    data: JSON.parse(payload!) as ClaimedJob['data'],
    createdAt: Number(createdAt),
    attempt: Number(attempt),
    attempts: Number(attempts),
    token: token!,
    fence: Number(fence),
    leaseUntil: Number(leaseUntil),
  };
}

/** A job as it is listed. Never its token: who holds it could be cheated out of it. */
export function toSummary(id: string, score: number, record: string): JobSummary {
  return summaryOf(id, score, parse(record));
}

/** A job with all that is known of it but the token. */
export function toJob(id: string, score: number, record: string): Job {
  const parsed = parse(record);
  const { head, payload } = parsed;
  const [delayMs, growth, maxMs] = head.b;
  return {
    ...summaryOf(id, score, parsed),
    data: JSON.parse(payload) as Job['data'],
    result: head.r === undefined ? null : (JSON.parse(head.r) as Job['result']),
    fence: head.f ?? 0,
    backoff: { type: growth > 1 ? 'exponential' : 'fixed', delayMs, maxMs },
    timeline: timelineOf(head.log),
  };
}

function summaryOf(id: string, score: number, { name, head }: Parsed): JobSummary {
  const { state, at } = placeOf(score);
  const ended = state === 'done' || state === 'dead';
  const failure = timelineOf(head.log).findLast(
    ({ event }) => event === 'failed' || event === 'lost',
  );
  return {
    id,
    name,
    state,
    priority: head.p,
    attempt: head.a,
    attempts: head.m,
    createdAt: head.c,
    dueAt: head.d,
    worker: head.w ?? null,
    startedAt: head.s ?? null,
    leaseUntil: state === 'active' ? at : null,
    endedAt: head.e ?? null,
    forgottenAt: ended ? at : null,
    progress: state === 'active' ? (head.g ?? null) : null,
    error: failure === undefined ? null : textOf(failure),
  };
}

type Event = Job['timeline'][number];

function timelineOf(log: string): Event[] {
  return log.split('\n').map((line) => {
    const [, at, event, detail] = /^(\d+) (\S+)(?: (.*))?$/.exec(line)!;
    return {
      at: Number(at),
      event: event as Event['event'],
      ...(detail !== undefined && { detail }),
    };
  });
}

function textOf({ event, detail = 'a worker' }: Event): string {
  return event === 'lost' ? `The lease of ${detail} ran out` : detail;
}
