import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf, wholeNumber } from '../../contract';
import { keepFaults } from '../../faults';

/** A path as a page reports it: no host, no query that nobody asked for, no control characters. */
const path = z
  .string()
  .min(1)
  .max(512)
  .regex(/^\/[^\p{Cc}\p{Cs}]*$/u, 'A path starts with / and has no control characters')
  .describe('The path of the page, as in /pricing');

const referrer = z
  .string()
  .max(255)
  .regex(/^[\p{L}\p{N}_.:[\]-]*$/u, 'A host name, as in news.example.org')
  .describe('The host that the visitor came from; empty or absent for none');

const visitorId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'No control characters')
  .describe(
    'An id of your own for the visitor; where absent the server derives one without a cookie',
  );

const pageView = z.strictObject({
  path,
  // A visit must not be lost for where it came from.
  referrer: keepFaults(referrer.optional()),
  visitorId: visitorId.optional(),
  generated: z.boolean().optional().describe('True for a view that a traffic generator made up'),
});

/** At the most so many views in one call; the script stays far below Lua's stack limit. */
export const maxBatch = 500;

const count = z.int().min(0);
const at = z.int().describe('The start of the bucket, in epoch milliseconds');

const point = z.strictObject({
  at,
  views: count,
  visitors: count
    .nullable()
    .describe('Null where a path is asked for: uniques are kept for the whole site'),
});

const tally = z.strictObject({ views: count, visitors: count });

const userParams = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(128)
    .regex(/^(?!\.{1,2}$)[\w.@-]+$/, 'Letters, digits and . _ @ - only'),
});

const clicks = z.strictObject({
  userId: z.string(),
  clicks: count.describe('All clicks of the user'),
  targets: z
    .record(z.string(), count)
    .describe('Clicks by target; targets past the bound are counted under (other)'),
});

export const ranges = ['30m', '24h', '30d'] as const;

export const recordPageViews = defineOperation({
  method: 'POST',
  path: '/api/page-views',
  summary: 'Record one page view or a batch of them',
  tier: 'anyone',
  policy: 'ingest',
  body: z.union([pageView, z.array(keepFaults(pageView)).min(1).max(maxBatch)]),
  maxBodyBytes: 256 * 1024,
  result: z.strictObject({
    accepted: count.describe('Views that were counted'),
    refused: z
      .array(z.strictObject({ field: z.string(), message: z.string() }))
      .optional()
      .describe('Views of a batch, and referrers, that were left out; all else was counted'),
    ignored: z
      .enum(['bot', 'do-not-track'])
      .optional()
      .describe('Why none was counted: the caller is a robot, or asks not to be tracked'),
  }),
  status: 202,
  anyOrigin: true,
  cost: [
    { of: 'a view by a known visitor of a known page', roundTrips: 1, commands: 14 },
    { of: 'the first view of a day, with a referrer', roundTrips: 1, commands: 42 },
    { of: '100 views of 5 known pages by known visitors', roundTrips: 1, commands: 26 },
  ],
});

export const readPageViews = defineOperation({
  method: 'GET',
  path: '/api/page-views',
  summary: 'Views and unique visitors over a range, with top pages and referrers',
  tier: 'anyone',
  policy: 'read',
  query: z.strictObject({
    range: z.enum(ranges).default('30m'),
    at: wholeNumber(0, 8.64e15)
      .optional()
      .describe(
        'Zoom: the start of one bucket of the range, in epoch milliseconds. 24h gives the minutes of that hour, 30d the hours of that day',
      ),
    path: path.optional().describe('Only this page'),
  }),
  result: z.strictObject({
    range: z.enum(ranges),
    from: at,
    to: z.int().describe('The end of the window (exclusive), in epoch milliseconds'),
    bucketMs: z.int(),
    now: z
      .int()
      .describe(
        'The time of the answer, in epoch milliseconds; the bucket that holds it is still running',
      ),
    views: count,
    visitors: count
      .nullable()
      .describe(
        'Unique visitors of the whole window, ± 0.81 % (HyperLogLog); null where a path is asked for',
      ),
    last5Minutes: tally.optional().describe('With range=30m and no zoom or path'),
    series: z.array(point),
    topPages: z.array(z.strictObject({ path: z.string(), views: count })),
    referrers: z.array(z.strictObject({ referrer: z.string(), views: count })),
  }),
  shareable: true,
  cost: [
    { of: 'the last 30 minutes', roundTrips: 1, commands: 6 },
    { of: 'the last 24 hours or 30 days', roundTrips: 1, commands: 5 },
    { of: 'one page over 30 buckets', roundTrips: 1, commands: 30 },
  ],
});

export const readLivePageViews = defineOperation({
  method: 'GET',
  path: '/api/page-views/live',
  summary: 'The newest page views, newest first',
  tier: 'anyone',
  policy: 'read',
  query: z.strictObject({
    limit: wholeNumber(1, 100).prefault(20),
  }),
  result: z.strictObject({
    views: z.array(
      z.strictObject({
        id: z.string(),
        at: z.int().describe('Epoch milliseconds, by the clock of Redis'),
        path: z.string(),
        referrer: z.string().optional(),
        generated: z.boolean().optional(),
      }),
    ),
  }),
  shareable: true,
  cost: [{ of: 'a read', roundTrips: 1, commands: 1 }],
});

export const recordClicks = defineOperation({
  method: 'POST',
  path: '/api/users/{id}/clicks',
  summary: 'Count clicks of one user',
  tier: 'user',
  self: 'id',
  policy: 'write',
  params: userParams,
  body: z.strictObject({
    by: z.int().min(1).max(1000).default(1),
    target: z
      .string()
      .min(1)
      .max(64)
      .regex(/^[\w./-]+$/, 'Letters, digits and . / _ - only')
      .optional()
      .describe('What was clicked'),
  }),
  result: clicks.omit({ targets: true }),
  cost: [{ of: 'a click', roundTrips: 1, commands: 6 }],
});

export const readClicks = defineOperation({
  method: 'GET',
  path: '/api/users/{id}/clicks',
  summary: "One user's clicks",
  tier: 'user',
  self: 'id',
  policy: 'read',
  params: userParams,
  result: clicks,
  cost: [{ of: 'a read', roundTrips: 1, commands: 1 }],
});

export const analytics = definePattern({
  slug: 'analytics',
  title: 'Real-time analytics',
  category: 'measure',
  summary:
    'Page views and unique visitors by minute, hour and day, from any site, in bounded memory.',
  page: '/page-views',
  guarantees: [
    {
      promise: 'A batch that is sent again is counted once',
      cost: '1 round trip for any number of views',
    },
    {
      promise: 'The minutes of an hour sum to the hour, and the hours to the day',
      cost: 'one script, one moment',
    },
    {
      promise: 'A range is read in one round trip, whatever was counted',
      cost: '≤ 6 commands',
    },
    {
      promise: 'Memory stays bounded under a million distinct paths',
      cost: '128 pages a bucket (Space-Saving)',
    },
  ],
  operations: { recordPageViews, readPageViews, readLivePageViews, recordClicks, readClicks },
});

export type PageView = z.output<typeof pageView>;
export type Range = (typeof ranges)[number];
export type ResultOfRead = ResultOf<typeof readPageViews>;
export type ResultOfLive = ResultOf<typeof readLivePageViews>;
export type ResultOfClicks = ResultOf<typeof readClicks>;
