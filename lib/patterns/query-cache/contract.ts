import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf, wholeNumber } from '../../contract';
import { stats, statsQuery } from '../cache/contract-stats';
import { cacheReading } from '../cache/contract-profiles';

/** How long an answer may be served: fresh, then while it is asked anew, then while the database is away. */
export const reportTimes = { ttlMs: 60_000, staleMs: 120_000, graceMs: 3_600_000 } as const;

export const tenants = ['alder', 'birch', 'cedar', 'dogwood'] as const;
export const reportNames = ['revenue', 'top-products', 'bought-together', 'retention'] as const;

const tenant = z.enum(tenants).describe('The shop whose rows are read');

const column = z.strictObject({
  key: z.string(),
  title: z.string(),
  kind: z.enum(['text', 'count', 'cents', 'share']),
});

const reportFacts = z.strictObject({
  name: z.enum(reportNames),
  title: z.string(),
  summary: z.string(),
  uses: z.array(z.enum(['months', 'limit'])).describe('The parameters that it takes'),
  columns: z.array(column),
  reads: z.array(z.string()).describe('The tables whose changes outdate it'),
  sql: z.string(),
});

/** Why an answer was served as it was, with all that its key is made of. */
const queryReading = cacheReading.extend({
  key: z.strictObject({
    tenant: z.string().nullable(),
    sql: z.string().describe('In its one spelling'),
    parameters: z.string().describe('In their one spelling'),
    digest: z.string().describe('The key: SHA-256 of the three'),
    tags: z.array(z.string()),
  }),
});

export const listReports = defineOperation({
  method: 'GET',
  path: '/api/reports',
  summary: 'The reports with their parameters and their SQL',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  result: z.strictObject({ reports: z.array(reportFacts) }),
  cost: [],
});

export const readReport = defineOperation({
  method: 'GET',
  path: '/api/reports/{report}',
  summary: 'A report over a shop’s orders, from the cache where it has it; the answer says why',
  tier: 'anyone',
  policy: 'read',
  params: z.strictObject({ report: z.enum(reportNames) }),
  query: z.strictObject({
    tenant: tenant.default('alder'),
    months: wholeNumber(1, 24).optional().describe('Newest months; 12'),
    limit: wholeNumber(1, 50).optional().describe('Rows; 10'),
  }),
  result: z.strictObject({
    report: z.string(),
    tenant: z.string(),
    columns: z.array(column),
    rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
    cache: queryReading,
  }),
  errors: ['not_found', 'origin_unavailable', 'database_unreachable'],
  cost: [
    { of: 'a report that is stored', roundTrips: 1, commands: 1 },
    { of: 'a report over three tables that is not', roundTrips: 3, commands: 15 },
  ],
});

export const placeOrder = defineOperation({
  method: 'POST',
  path: '/api/orders',
  summary: 'Place an order; once it is committed no report of its shop is older',
  tier: 'user',
  policy: 'write',
  body: z.strictObject({
    tenant,
    lines: z
      .array(
        z.strictObject({
          productId: z.int().min(1).max(2_147_483_647),
          quantity: z.int().min(1).max(1_000),
        }),
      )
      .min(1)
      .max(50)
      .refine(
        (lines) => new Set(lines.map(({ productId }) => productId)).size === lines.length,
        'A product is named twice',
      ),
  }),
  status: 201,
  result: z.strictObject({
    order: z.strictObject({
      id: z.int(),
      placedAt: z.int().describe('Epoch milliseconds'),
      totalCents: z.int(),
    }),
    outdated: z
      .boolean()
      .describe('False where Redis was away: then old reports live until their time is over'),
  }),
  errors: ['not_found', 'database_unreachable'],
  cost: [{ of: 'an order of any number of lines', roundTrips: 2, commands: 2 }],
});

export const outdateReports = defineOperation({
  method: 'POST',
  path: '/api/query-cache/invalidations',
  summary: 'Outdate the reports that read tables, of one shop or of all',
  tier: 'admin',
  policy: 'write',
  body: z.strictObject({
    tenant: tenant.nullable().describe('null for all shops'),
    tables: z
      .array(z.string().regex(/^[a-z_]{1,64}$/, 'The name of a table'))
      .min(1)
      .max(20),
  }),
  result: z.strictObject({ invalidated: z.literal(true) }),
  cost: [{ of: 'any number of tables', roundTrips: 1, commands: 1 }],
});

export const readQueryCacheStats = defineOperation({
  method: 'GET',
  path: '/api/query-cache/stats',
  summary: 'What the query cache did over a range: hits, loads, database time and what was saved',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  query: statsQuery.omit({ cache: true }),
  result: stats,
  cost: [{ of: 'a read of either range', roundTrips: 1, commands: 2 }],
});

export const queryCache = definePattern({
  slug: 'query-cache',
  title: 'Caching database queries',
  category: 'cache',
  summary:
    'What a database answered, kept by tenant, SQL and parameters, until a committed write outdates it.',
  page: '/query-cache',
  guarantees: [
    {
      promise: 'An answer is never older than a write that had returned when it was asked for',
      cost: 'a write: 1 command for up to 250 rows',
    },
    { promise: 'No tenant ever gets the rows of another', cost: 'the tenant is part of the key' },
    {
      promise: 'Blanks, comments and the case of words make no second entry; 1 and "1" are two',
      cost: 'no round trip',
    },
    { promise: 'A hundred who ask at once cause one query', cost: 'its asker: 3 round trips' },
    { promise: 'An answer that is stored, and why it was served', cost: '1 round trip, 1 command' },
    {
      promise: 'A crash between commit and invalidation is bounded by the time to live',
      cost: `${reportTimes.ttlMs / 1000} s fresh here`,
    },
  ],
  operations: { listReports, readReport, placeOrder, outdateReports, readQueryCacheStats },
});

export type ResultOfReport = ResultOf<typeof readReport>;
export type ReportFacts = ResultOf<typeof listReports>['reports'][number];
export type ReportCache = ResultOfReport['cache'];
