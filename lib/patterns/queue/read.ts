import type { Redis } from '@upstash/redis';
import { createScript } from '../../redis/script';
import common from './common.lua' with { type: 'text' };
import type { Job, JobPage, QueueStats, State } from './contract';
import { rateMinutes } from './contract-schemas';
import type { Place } from './keys';
import listSource from './list.lua' with { type: 'text' };
import { readable, toJob, toSummary } from './record';
import { placeOf, places } from './schedule';

const listScript = createScript(common + listSource);
const minuteMs = 60_000;
/** Slots of the ring of minutes, as common.lua has it. */
const ring = 32;
/** A search looks at so many jobs a page: more would hold up everybody else's commands. */
const look = 200;

export interface ListQuery {
  state: State;
  /** A part of the id or the name, whatever its case. */
  text?: string;
  /** The `next` of the page before. */
  cursor?: string;
  /** 1 to 100; 25 unless told. */
  limit?: number;
}

export async function list(redis: Redis, place: Place, query: ListQuery): Promise<JobPage> {
  const { state, text = '', cursor = '', limit = 25 } = query;
  const [from, to] = places[state];
  const lastFirst = state === 'done' || state === 'dead';
  const [score, passed] = cursor === '' ? [undefined, 0] : cursor.split(':').map(Number);
  const last = to - 1;
  const [looked, at, count, more, ...rest] = await listScript.run<
    [number, string, number, number, ...string[]]
  >(redis, {
    keys: [place.jobs, place.schedule],
    args: [
      lastFirst ? from : Math.max(from, score ?? from),
      lastFirst ? Math.min(last, score ?? last) : last,
      lastFirst ? 1 : 0,
      passed ?? 0,
      text === '' ? limit : look,
      limit,
      text.toLowerCase(),
    ],
  });
  const jobs: JobPage['jobs'] = [];
  for (let i = 0; i < rest.length; i += 3) {
    const job = readable(() => toSummary(rest[i]!, Number(rest[i + 1]), rest[i + 2]!));
    if (job) jobs.push(job);
  }
  return {
    jobs,
    unreadable: rest.length / 3 - jobs.length,
    looked,
    next: more ? `${at}:${count}` : null,
    now: Date.now(),
  };
}

export async function readJob(redis: Redis, place: Place, id: string): Promise<Job | undefined> {
  const [score, [record, payload]] = await redis
    .pipeline()
    .zscore(place.schedule, id)
    .hmget(place.jobs, id, `:${id}`)
    .exec<[string | null, [string | null, string | null]]>();
  if (score === null || record === null || payload === null) return undefined;
  return readable(() => toJob(id, Number(score), record, payload));
}

export const readDepth = (redis: Redis, { schedule }: Place): Promise<number> =>
  redis.zcount(schedule, 0, `(${places.done[0]}`);

export async function readStats(redis: Redis, place: Place): Promise<QueueStats> {
  const now = Date.now();
  const { schedule } = place;
  const pipeline = redis.pipeline();
  const counted = Object.keys(places) as State[];
  for (const state of counted) {
    const [from, to] = places[state];
    pipeline.zcount(schedule, from, `(${to}`);
  }
  for (const state of ['delayed', 'active'] as const) {
    const [from, to] = places[state];
    pipeline.zrange(schedule, from, `(${to}`, {
      byScore: true,
      offset: 0,
      count: 1,
      withScores: true,
    });
  }
  const slots = Array.from({ length: ring }, (_, slot) => `#m${slot}`);
  pipeline.hmget(place.jobs, '#paused', '#dropped', ...slots);
  const replies = await pipeline.exec<unknown[]>();
  const counts = Object.fromEntries(counted.map((state, index) => [state, Number(replies[index])]));
  const due = (replies.slice(counted.length, -1) as string[][]).flatMap(([, score]) =>
    score === undefined ? [] : [placeOf(Number(score)).at - now],
  );
  const [paused, dropped, ...minutes] = replies.at(-1) as (string | null)[];
  return {
    queue: place.queue,
    now,
    paused: paused === '1',
    ...(counts as Record<State, number>),
    droppedDead: Number(dropped ?? 0),
    nextDueMs: due.length > 0 ? Math.max(0, Math.min(...due)) : null,
    series: seriesOf(minutes, Math.floor(now / minuteMs)),
  };
}

/** The last minutes, zero-filled. A slot whose minute is long past is left for the next that comes round. */
function seriesOf(slots: readonly (string | null)[], last: number): QueueStats['series'] {
  const byMinute = new Map(
    slots.flatMap((text) => {
      const [minute = 0, ...sums] = text?.split(' ').map(Number) ?? [];
      return text ? [[minute, sums] as const] : [];
    }),
  );
  return Array.from({ length: rateMinutes }, (_, index) => {
    const minute = last - rateMinutes + 1 + index;
    const sums = byMinute.get(minute) ?? [];
    const [
      added = 0,
      claimed = 0,
      waited = 0,
      done = 0,
      worked = 0,
      failed = 0,
      lost = 0,
      dead = 0,
    ] = sums;
    return {
      at: minute * minuteMs,
      added,
      claimed,
      done,
      failed,
      lost,
      dead,
      waitMs: claimed > 0 ? waited / claimed : null,
      workMs: done > 0 ? worked / done : null,
    };
  });
}
