import { z } from 'zod';
import { defineOperation } from './contract';
import { proofResult } from './proof';

/** The operations that belong to no single pattern. */

export const readHealth = defineOperation({
  method: 'GET',
  path: '/api/health',
  summary:
    'Whether this deployment can do its work; 503 with the reason where it cannot. One check serves all who ask within a second',
  tier: 'anyone',
  result: z.strictObject({
    ok: z.literal(true),
    redis: z.strictObject({
      latencyMs: z.number().describe('Of one small write, a second ago at most'),
    }),
    database: z.strictObject({
      latencyMs: z.number().describe('Of one query, a second ago at most'),
      version: z.string(),
    }),
  }),
  cost: [{ of: 'a check', roundTrips: 1, commands: 1 }],
});

const gauge = z.number().nullable().describe('Null where this Redis does not tell');

const share = z.number().min(0).max(1).nullable().describe('Null where nothing was read');

export const readOverview = defineOperation({
  method: 'GET',
  path: '/api/overview',
  summary: 'The figures of the overview page in one round trip',
  tier: 'anyone',
  policy: 'read',
  result: z.strictObject({
    now: z.int(),
    redis: z.strictObject({
      latencyMs: z.number().describe('Of the round trip that read these figures'),
      keys: gauge,
      memoryBytes: gauge,
      version: z.string().nullable(),
    }),
    visitorsNow: z.int().describe('Visitors with a tab in view, each once, by their heartbeats'),
    pageViews: z.strictObject({
      visitors: z.int().describe('Unique visitors in the last 30 minutes, ± 0.81 %'),
      series: z.array(z.strictObject({ at: z.int(), views: z.int() })),
    }),
    activeSessions: z.int().describe('Living sessions of all users'),
    rateLimits: z
      .strictObject({
        allowed: z.int(),
        refused: z.int(),
        series: z.array(z.strictObject({ at: z.int(), refused: z.int() })),
      })
      .describe('What the guard decided in the last hour, by minute'),
    caches: z
      .strictObject({
        reads: z.int(),
        hitRatio: share,
        series: z.array(z.strictObject({ at: z.int(), hitRatio: share })),
      })
      .describe('Reads of all caches in the last hour, by minute'),
    queueDepth: z.int().describe('Jobs of the queue "jobs" that are not ended'),
  }),
  shareable: true,
  cost: [{ of: 'a read', roundTrips: 1, commands: 15 }],
});

export const readOpenapi = defineOperation({
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This document',
  tier: 'anyone',
  policy: 'read',
  result: z.record(z.string(), z.unknown()),
  cost: [],
});

export const runProof = defineOperation({
  method: 'POST',
  path: '/api/proofs/{slug}',
  summary:
    "Run a pattern's proof: the naive way and the safe way under one adversarial schedule; a run of the last minute answers all who ask, with its Age",
  tier: 'anyone',
  policy: 'proof',
  params: z.strictObject({ slug: z.string().max(64) }),
  result: proofResult,
  errors: ['not_found'],
  cost: [],
});

export const serviceOperations = { readHealth, readOverview, readOpenapi, runProof };
