import { z } from 'zod';
import { defineOperation, definePattern, hasEarlier, wholeNumber } from '../../contract';
import {
  actives,
  activityEvent,
  maxPage,
  ranges,
  summary,
  timelinePage,
  userParams,
  type Range,
} from './contract-schemas';

export const recordActivity = defineOperation({
  method: 'POST',
  path: '/api/users/{id}/activity',
  summary: 'Record what a user did, by the clock of Redis',
  tier: 'user',
  self: 'id',
  policy: 'write',
  params: userParams,
  body: activityEvent,
  result: z.strictObject({ recorded: z.literal(true) }),
  cost: [
    { of: 'an event', roundTrips: 1, commands: 4 },
    { of: 'the first of a user’s day', roundTrips: 1, commands: 5 },
    { of: 'the first of a user’s week', roundTrips: 1, commands: 7 },
    { of: 'the first of a user', roundTrips: 1, commands: 8 },
  ],
});

export const readTimeline = defineOperation({
  method: 'GET',
  path: '/api/users/{id}/activity',
  summary: 'What a user did, newest first, page by page',
  tier: 'user',
  self: 'id',
  policy: 'read',
  params: userParams,
  query: z.strictObject({
    cursor: z
      .string()
      .regex(/^\d{1,15}-\d{1,15}$/, 'The `next` of the page before')
      .refine(hasEarlier, 'The `next` of the page before')
      .optional(),
    limit: wholeNumber(1, maxPage).prefault(20),
  }),
  result: timelinePage,
  cost: [{ of: 'a page', roundTrips: 1, commands: 1 }],
});

export const eraseActivity = defineOperation({
  method: 'DELETE',
  path: '/api/users/{id}/activity',
  summary: 'Erase all that is kept of a user’s activity, their part in the actives too',
  tier: 'user',
  self: 'id',
  policy: 'write',
  params: userParams,
  result: z.strictObject({
    entries: z.int().min(0).describe('Events that were on the timeline'),
    days: z.int().min(0).describe('Days on which the user counts no more'),
  }),
  cost: [
    { of: 'a user with a few days', roundTrips: 1, commands: 7 },
    { of: 'a user of whom nothing is kept', roundTrips: 1, commands: 6 },
  ],
});

export const readSummary = defineOperation({
  method: 'GET',
  path: '/api/users/{id}/activity/summary',
  summary: 'Streak, heat map and visited pages of a user',
  tier: 'user',
  self: 'id',
  policy: 'read',
  params: userParams,
  result: summary,
  cost: [{ of: 'a read', roundTrips: 1, commands: 3 }],
});

export const readActives = defineOperation({
  method: 'GET',
  path: '/api/activity',
  summary: 'How many users were active by day, week or month, and how many came back',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  query: z.strictObject({
    range: z.enum(Object.keys(ranges) as [Range, ...Range[]]).default('30d'),
  }),
  result: actives,
  cost: [{ of: 'any range, with retention', roundTrips: 1, commands: 1 }],
});

export const activity = definePattern({
  slug: 'activity',
  title: 'User activity',
  category: 'people',
  summary:
    'What each user did lately, their streaks and habits, and how many users are active and come back.',
  page: '/activity',
  guarantees: [
    {
      promise: 'Under any number of writers just the newest N events of a user are kept, in order',
      cost: '1 round trip, 4 commands; 5 for the first of a day',
    },
    {
      promise: 'Who was active on three days of a week counts once for that week',
      cost: 'actives and retention of any range: 1 command',
    },
    {
      promise:
        'One call erases a user, and they count nowhere any more, if they were here in the last 400 days',
      cost: '1 round trip, 7 commands',
    },
    { promise: 'An event that is sent again counts once', cost: '1 command for the receipt' },
  ],
  operations: { recordActivity, readTimeline, eraseActivity, readSummary, readActives },
});
