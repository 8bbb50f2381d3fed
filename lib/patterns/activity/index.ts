import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { assertCount } from '../../redis/assert-count';
import { keyReused, newOperationId, type OperationId } from '../../redis/operation-id';
import { createScript } from '../../redis/script';
import { readActives } from './actives';
import { dayOf } from './calendar';
import common from './common.lua' with { type: 'text' };
import {
  activityTypes,
  maxPages,
  type Actives,
  type ActivityEvent,
  type Range,
  type Summary,
  type TimelinePage,
} from './contract-schemas';
import eraseSource from './erase.lua' with { type: 'text' };
import { defaultKeep, keys, receiptMs, userLifeMs } from './keys';
import recordSource from './record.lua' with { type: 'text' };
import { atOf, summaryOf, type SummaryReply } from './summary';
import summarySource from './summary.lua' with { type: 'text' };

export type { ActivityEvent } from './contract-schemas';

const recordScript = createScript(common + recordSource);
const summaryScript = createScript(summarySource);
const eraseScript = createScript(common + eraseSource);

export interface ActivityOptions {
  /** What all keys of this instance begin with. Two instances with one prefix share their users. */
  prefix?: string;
  /** How many of a user's newest events stay on the timeline: 1 to 10 000; 500 unless told. */
  keep?: number;
}

interface Once {
  operationId?: OperationId;
}

export interface Activity {
  /**
   * Records an event of a user: on the timeline, in their heat map, and for who is active. Carried out once for an
   * operation id. One round trip, four commands; five for the first of a user's day, seven for that of a week, eight
   * for that of a user.
   *
   * @param options.at for history that is brought in: when it happened, in epoch milliseconds from 2024 on, a user's
   *   oldest first. Without it the clock of Redis says.
   * @throws CodedError `idempotency_key_reused`; `invalid_request` where `at` lies before the user's newest event
   * @throws RangeError where `at` lies before 2024 or in the future
   */
  record(user: string, event: ActivityEvent, options?: Once & { at?: number }): Promise<void>;

  /**
   * A page of what a user did, newest first. One command.
   *
   * @param page.cursor the `next` of the page before; none for the first
   * @param page.limit 1 to 100
   */
  timeline(user: string, page?: { cursor?: string; limit?: number }): Promise<TimelinePage>;

  /** Streak, heat map, totals, and the pages among the events of the timeline. Three commands. */
  summary(user: string): Promise<Summary>;

  /** Users active by day, week or month, and how many newcomers came back. One command, whatever there is. */
  actives(range?: Range): Promise<Actives>;

  /**
   * Erases a user: timeline and record are gone, and each figure of the actives in which they counted is lower by one.
   * After 400 days without an event the record has expired: then nothing tells in which figures the user counted, and
   * they stay as they are, numbers without a name.
   * Seven commands, one more for each thousand figures. The same operation id again returns the first answer, and
   * spares what the user did since.
   *
   * @returns how many events and days there were
   */
  erase(user: string, options?: Once): Promise<{ entries: number; days: number }>;
}

/**
 * What users do, over one Redis. The user's days are a bitmap; a day's, a week's and a month's actives are counted at
 * the user's first event in it, so that reading them costs one command and erasing a user can take them back.
 *
 * @throws RangeError where `keep` is out of range
 */
export function createActivity(
  redis: Redis,
  { prefix = 'rp', keep = defaultKeep }: ActivityOptions = {},
): Activity {
  if (!(Number.isInteger(keep) && keep >= 1 && keep <= 10_000))
    throw new RangeError(`A timeline of ${keep} events`);
  const actives = keys.actives({ prefix });
  const keysOf = (user: string) => [keys.timeline({ prefix, user }), keys.user({ prefix, user })];
  const receiptOf = ({ id }: OperationId) => keys.receipt({ prefix, id });

  return {
    async record(user, { type, subject }, { operationId = newOperationId(), at } = {}) {
      if (at !== undefined && !(at >= Date.UTC(2024) && at <= Date.now()))
        throw new RangeError(`An event at ${at}`);
      const outcome = await recordScript
        .run<'recorded' | 'replayed' | 'reused'>(redis, {
          keys: [...keysOf(user), actives, receiptOf(operationId)],
          args: [
            JSON.stringify([operationId.fingerprint]),
            receiptMs,
            keep,
            userLifeMs,
            activityTypes.indexOf(type) + 1,
            at === undefined ? '*' : `${Math.floor(at)}-*`,
            'type',
            type,
            ...(subject === undefined ? [] : ['subject', subject]),
          ],
        })
        .catch(asLate);
      if (outcome === 'reused') throw keyReused();
      operationId.replayed = outcome === 'replayed';
    },

    async timeline(user, { cursor, limit = 20 } = {}) {
      assertCount('limit', limit);
      const end = cursor === undefined ? '+' : `(${cursor}`;
      // Not decoded, XREVRANGE is the list of lists that Redis sends.
      const found = (await redis.xrevrange(
        keys.timeline({ prefix, user }),
        end,
        '-',
        limit + 1,
      )) as unknown as [id: string, fields: string[]][];
      const shown = found.slice(0, limit);
      return {
        entries: shown.map(([id, [, type, , subject]]) => ({
          id,
          at: atOf(id),
          type: type as ActivityEvent['type'],
          ...(subject !== undefined && { subject }),
        })),
        next: found.length > limit ? shown.at(-1)![0] : null,
      };
    },

    async summary(user) {
      const args = [keep, maxPages];
      const reply = await summaryScript.run<SummaryReply>(redis, { keys: keysOf(user), args });
      return summaryOf(reply, dayOf(Date.now()));
    },

    actives: (range = '30d') => readActives(redis, actives, { range, now: Date.now() }),

    async erase(user, { operationId = newOperationId() } = {}) {
      const [entries, days] = await eraseScript.run<[number, number]>(redis, {
        keys: [...keysOf(user), actives],
        once: { operationId, receipt: receiptOf(operationId), ttlMs: receiptMs },
      });
      return { entries, days };
    },
  };
}

/** What XADD says of an id that is not above the last of its stream. */
function asLate(error: unknown): never {
  if (error instanceof Error && error.message.includes('equal or smaller'))
    throw new CodedError('invalid_request', 'There is a later event of this user already.', {
      cause: error,
    });
  throw error;
}
