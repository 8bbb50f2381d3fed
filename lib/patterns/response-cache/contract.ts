import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf, wholeNumber } from '../../contract';
import { stats, statsQuery } from '../cache/contract-stats';

/** What the search says of its answers: fresh for half a minute, then while it is made anew, then in an outage. */
export const searchCacheControl =
  'public, s-maxage=30, stale-while-revalidate=60, stale-if-error=3600';

/** The languages that the search answers in; the first where a caller wants none of them. */
export const languages = ['en', 'de', 'fr'] as const;

const noControl = /^[^\p{Cc}\p{Cs}]*$/u;

export const search = defineOperation({
  method: 'GET',
  path: '/api/search',
  summary: 'Products by words in name and description, with what was sold of them; cached as HTTP',
  tier: 'anyone',
  policy: 'read',
  query: z.strictObject({
    q: z.string().trim().min(2).max(64).regex(noControl, 'No control characters'),
    limit: wholeNumber(1, 50).prefault(10),
  }),
  result: z.strictObject({
    query: z.string(),
    language: z.enum(languages).describe('By Accept-Language: how prices are written'),
    found: z.int().min(0).describe('Products that match, shown or not'),
    products: z
      .array(
        z.strictObject({
          id: z.int(),
          name: z.string(),
          category: z.string(),
          shop: z.string(),
          price: z.string(),
          sold: z.int().min(0).describe('Pieces, of all time'),
          buyers: z.int().min(0),
        }),
      )
      .max(50),
  }),
  errors: ['origin_unavailable', 'database_unreachable'],
  cost: [
    { of: 'a stored answer', roundTrips: 1, commands: 1 },
    { of: 'an answer that is made under tags that are there', roundTrips: 3, commands: 9 },
    { of: 'the first answer ever, which makes both of its tags', roundTrips: 3, commands: 11 },
  ],
});

const upstream = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'The name of an upstream')
  .describe('One of those that the operator lists in UPSTREAMS');

export const listUpstreams = defineOperation({
  method: 'GET',
  path: '/api/upstream',
  summary: 'The upstreams that may be fetched',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  result: z.strictObject({
    upstreams: z.array(z.strictObject({ name: z.string(), host: z.string() })),
  }),
  cost: [],
});

export const fetchUpstream = defineOperation({
  method: 'GET',
  path: '/api/upstream/{name}',
  summary: 'What an upstream answers, over HTTP and through the cache, as it is',
  tier: 'anyone',
  policy: 'read',
  params: z.strictObject({ name: upstream }),
  query: z.strictObject({
    path: z
      .string()
      .max(1_000)
      .regex(noControl, 'No control characters')
      .default('')
      .describe('Below the address of the upstream, with its query'),
  }),
  result: z.unknown().describe('Whatever the upstream sends, of its own type'),
  media: '*/*',
  errors: ['not_found', 'bad_gateway', 'origin_unavailable'],
  cost: [{ of: 'a stored answer', roundTrips: 1, commands: 1 }],
});

const reference = z
  .string()
  .min(1)
  .max(2_000)
  .regex(/^\/(?!\/)[^\p{Cc}\p{Cs}\\]*$/u, 'A path of this server, with its query');

const tag = z.string().min(1).max(256).regex(noControl, 'No control characters');

export const purgeResponses = defineOperation({
  method: 'POST',
  path: '/api/response-cache/purges',
  summary: 'Make stored answers invalid, by URL in all variants and by tag',
  tier: 'admin',
  policy: 'write',
  body: z
    .strictObject({
      urls: z
        .array(reference)
        .max(100)
        .default([])
        .describe('As they were asked for, at the host that this is sent to'),
      tags: z
        .array(tag)
        .max(100)
        .default([])
        .describe('search is on every search, upstream:<name> on all of an upstream'),
    })
    .refine(({ urls, tags }) => urls.length + tags.length > 0, 'Name a URL or a tag'),
  result: z.strictObject({ purged: z.literal(true) }),
  cost: [{ of: 'any number of URLs and tags', roundTrips: 1, commands: 1 }],
});

export const readResponseCacheStats = defineOperation({
  method: 'GET',
  path: '/api/response-cache/stats',
  summary: 'What the response cache did over a range: hits, requests to the origin, latencies',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  query: statsQuery.omit({ cache: true }),
  result: stats,
  cost: [{ of: 'a read of either range', roundTrips: 1, commands: 2 }],
});

export const responseCache = definePattern({
  slug: 'response-cache',
  title: 'API response caching',
  category: 'cache',
  summary:
    'A shared HTTP cache before any route handler: the handler says in Cache-Control how long its answer may be served.',
  page: '/api-cache',
  guarantees: [
    {
      promise: 'Any number of requests at once, over any number of processes, ask the origin once',
      cost: 'its asker: 3 round trips',
    },
    {
      promise:
        'What is private or sets a cookie is never shared, and what was made for one who signed in only where it says public',
      cost: 'it is not stored',
    },
    {
      promise: 'No answer is older than its Cache-Control and a purge allow',
      cost: 'a purge: 1 command for any number of URLs and tags',
    },
    { promise: 'A hit, and a 304 to who has it already', cost: '1 round trip, 1 command' },
    { promise: 'An error is never stored; in an outage old answers are served as they allow' },
  ],
  operations: { search, listUpstreams, fetchUpstream, purgeResponses, readResponseCacheStats },
});

export type Product = ResultOf<typeof search>['products'][number];
