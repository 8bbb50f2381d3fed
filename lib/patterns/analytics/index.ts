import type { Redis } from '@upstash/redis';
import { assertCount } from '../../redis/assert-count';
import { newOperationId, type OperationId } from '../../redis/operation-id';
import { createScript } from '../../redis/script';
import clickSource from './click.lua' with { type: 'text' };
import type { PageView, Range, ResultOfClicks, ResultOfLive, ResultOfRead } from './contract';
import { keys, maxFeed, maxNames, maxTargets, receiptMs, resolutions } from './keys';
import { readPage, readPulse, readSite, type Pulse } from './read';
import recordSource from './record.lua' with { type: 'text' };

const recordScript = createScript(recordSource);
const clickScript = createScript(clickSource);

const shape = JSON.stringify(
  Object.entries(resolutions).map(([name, { bucketMs, block, keepMs }]) => [
    name,
    bucketMs / 1000,
    block,
    keepMs / 1000,
  ]),
);

export interface AnalyticsOptions {
  /** What all keys of this instance begin with. Two instances with one prefix share their figures. */
  prefix?: string;
}

/** A view to record, with the visitor whom it counts for. */
export type VisitorView = PageView & { visitorId: string };

export interface Analytics {
  /**
   * Counts a batch of views in the running minute, hour and day by the clock of Redis, all at one moment.
   *
   * One round trip. Commands: constant for the batch, plus three for each distinct page and referrer; six
   * more where one comes into a table that is full, and a few for the first of a bucket.
   *
   * @param views 1 to 500
   * @returns the number of views counted
   */
  record(views: readonly VisitorView[], options?: { operationId?: OperationId }): Promise<number>;

  /**
   * Views and uniques of a range, zero-filled to the running bucket, with its top pages and referrers.
   * One round trip of at most six commands; with `path`, one command a bucket.
   *
   * The window is chosen by the caller's clock: one that is off by s seconds shifts the window's edge by
   * as much and changes no count.
   *
   * @param query.at zoom into the bucket that holds this time, in epoch milliseconds
   * @param query.path only this page; uniques are then null, being kept for the whole site
   */
  read(query: { range: Range; at?: number; path?: string }): Promise<ResultOfRead>;

  /** Views of each of the last 30 minutes and the uniques of them all. One round trip, at most three commands. */
  pulse(): Promise<Pulse>;

  /** The newest views, newest first. One command. @param limit 1 to 200 */
  live(limit: number): Promise<ResultOfLive>;

  /** Counts clicks of one user. At most 50 targets are told apart; further ones count as `(other)`. */
  click(
    userId: string,
    click: { by: number; target?: string },
    options?: { operationId?: OperationId },
  ): Promise<{ userId: string; clicks: number }>;

  /** One user's clicks. One command. */
  clicks(userId: string): Promise<ResultOfClicks>;
}

/** Real-time analytics over one Redis. */
export function createAnalytics(redis: Redis, { prefix = 'rp' }: AnalyticsOptions = {}): Analytics {
  return {
    async record(views, { operationId = newOperationId() } = {}) {
      const batch = {
        visitors: [...new Set(views.map((view) => view.visitorId))],
        pages: tally(views.map((view) => view.path)),
        referrers: tally(views.flatMap((view) => view.referrer || [])),
        feed: views.slice(-maxFeed).map(({ path, referrer, generated }) =>
          JSON.stringify({
            path,
            ...(referrer && { referrer }),
            ...(generated && { generated }),
          }),
        ),
      };
      return recordScript.run<number>(redis, {
        keys: [keys.base({ prefix })],
        args: [
          views.length,
          JSON.stringify(batch),
          maxNames,
          maxFeed,
          shape,
          resolutions.minute.keepMs / 1000,
        ],
        once: {
          operationId,
          receipt: keys.receipt({ prefix, id: operationId.id }),
          ttlMs: receiptMs,
        },
      });
    },

    read({ range, at, path }) {
      const query = { prefix, range, now: Date.now(), at };
      return path === undefined ? readSite(redis, query) : readPage(redis, { ...query, path });
    },

    pulse: () => readPulse(redis, prefix, Date.now()),

    async live(limit) {
      assertCount('limit', limit);
      const lines = await redis.lrange<string>(keys.feed({ prefix }), 0, limit - 1);
      return { views: lines.map(parseEvent) };
    },

    async click(userId, { by, target = '' }, { operationId = newOperationId() } = {}) {
      const total = await clickScript.run<number>(redis, {
        keys: [keys.clicks({ prefix, user: userId })],
        args: [by, target, maxTargets, keys.clicks.expiry.withinMs ?? 0],
        once: {
          operationId,
          receipt: keys.clickReceipt({ prefix, user: userId, id: operationId.id }),
          ttlMs: receiptMs,
        },
      });
      return { userId, clicks: total };
    },

    async clicks(userId) {
      const fields = await redis.hgetall(keys.clicks({ prefix, user: userId }));
      return { userId, ...parseClicks(fields as unknown as string[] | null) };
    },
  };
}

/** Each name once, with how often it occurs. */
function tally(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts];
}

function parseEvent(line: string): ResultOfLive['views'][number] {
  const space = line.indexOf(' ');
  const id = line.slice(0, space);
  const microseconds = Number(id.slice(0, id.indexOf('-')));
  const event = JSON.parse(line.slice(space + 1)) as Omit<
    ResultOfLive['views'][number],
    'id' | 'at'
  >;
  return { id, at: Math.floor(microseconds / 1000), ...event };
}

function parseClicks(fields: string[] | null): Pick<ResultOfClicks, 'clicks' | 'targets'> {
  const counts = { clicks: 0, targets: {} as Record<string, number> };
  for (let index = 0; fields && index < fields.length; index += 2) {
    const field = fields[index] as string;
    const count = Number(fields[index + 1]);
    if (field === 'clicks') counts.clicks = count;
    else if (field === 'other') counts.targets['(other)'] = count;
    else counts.targets[field.slice('target:'.length)] = count;
  }
  return counts;
}
