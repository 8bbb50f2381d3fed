import {
  eraseActivity,
  readActives,
  readSummary,
  readTimeline,
  recordActivity,
} from '@/lib/patterns/activity/contract';
import { keys } from '@/lib/patterns/activity/keys';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import type { Exercise } from '../exercise';

const params = { id: 'ann' };
const call = { params, body: { type: 'page-view', subject: '/' } };
const record = { operation: recordActivity, ...call };

/** Takes the running day out of the user's record, so that the next event is the first of it. */
async function forgetToday(): Promise<number> {
  const redis = createClient(sharedTransport());
  const [seconds] = await redis.time();
  // The record's days begin behind 200 figures; both are numbered from 2024-01-01, a Monday.
  const day = Math.floor(Number(seconds) / 86_400) - 19_723;
  await redis.setbit(keys.user({ prefix: 'rp', user: params.id }), 6_400 + day, 0);
  return day;
}

export const exercises: Exercise[] = [
  { operation: recordActivity, of: 'an event', before: [call], call },
  {
    operation: recordActivity,
    of: 'the first of a user’s day',
    before: [call],
    async call() {
      const day = await forgetToday();
      const another = day % 7 === 0 ? day + 1 : day - 1;
      const key = keys.user({ prefix: 'rp', user: params.id });
      await createClient(sharedTransport()).setbit(key, 6_400 + another, 1);
      return call;
    },
  },
  {
    operation: recordActivity,
    of: 'the first of a user’s week',
    before: [call],
    async call() {
      await forgetToday();
      return call;
    },
  },
  { operation: recordActivity, of: 'the first of a user', call },
  { operation: readTimeline, of: 'a page', before: [record], call: { params } },
  { operation: readSummary, of: 'a read', before: [record], call: { params } },
  { operation: eraseActivity, of: 'a user with a few days', before: [record], call: { params } },
  { operation: eraseActivity, of: 'a user of whom nothing is kept', call: { params } },
  { operation: readActives, of: 'any range, with retention', before: [record], call: {} },
];
