import { z } from 'zod';
import { defineOperation, definePattern, type ResultOf, wholeNumber } from '../../contract';
import { modes, periods } from './contract-boards';
import { memberOperations } from './contract-members';
import {
  boardParams,
  gameFields,
  maxPage,
  member,
  period,
  rank,
  row,
  score,
} from './contract-schemas';

export const listLeaderboards = defineOperation({
  method: 'GET',
  path: '/api/leaderboards',
  summary: 'The boards of this deployment',
  tier: 'anyone',
  policy: 'read',
  result: z.strictObject({
    boards: z.array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        mode: z.enum(modes).describe('What a new score does: the best counts, the sum, the latest'),
        game: gameFields,
      }),
    ),
  }),
  cost: [],
});

export const readLeaderboard = defineOperation({
  method: 'GET',
  path: '/api/leaderboards/{board}',
  summary: 'A page of a board, best first',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  params: boardParams,
  query: z.strictObject({
    period,
    offset: wholeNumber(0, 1_000_000).prefault(0),
    limit: wholeNumber(1, maxPage).prefault(10),
  }),
  result: z.strictObject({
    period: z.enum(periods),
    span: z
      .strictObject({ from: z.int(), to: z.int() })
      .nullable()
      .describe('When the period begins and ends, in epoch milliseconds; null for all of time'),
    rows: z.array(row),
    hasMore: z.boolean(),
  }),
  errors: ['not_found'],
  cost: [
    { of: 'the top of a board', roundTrips: 1, commands: 1 },
    { of: 'a page further down', roundTrips: 1, commands: 2 },
    { of: 'a page that begins among those who tie', roundTrips: 1, commands: 3 },
  ],
});

export const startRun = defineOperation({
  method: 'POST',
  path: '/api/leaderboards/{board}/runs',
  summary: 'Start a game: the clock of Redis runs for it, and its score counts once',
  tier: 'anyone',
  policy: 'write',
  params: boardParams,
  body: z.strictObject({
    guestKey: z
      .string()
      .regex(/^[\w-]{16,64}$/, '16 to 64 letters, digits and _ - only')
      .optional()
      .describe(
        'A secret of who plays without an account; the guest is named by its digest, so nobody else can play as them',
      ),
  }),
  status: 201,
  result: z.strictObject({ run: z.string(), member: z.string(), game: gameFields }),
  errors: ['not_found'],
  cost: [{ of: 'a start', roundTrips: 1, commands: 1 }],
});

export const submitScore = defineOperation({
  method: 'POST',
  path: '/api/leaderboards/{board}/scores',
  summary: 'Count a score for all time, this week and today: of a run, or of anybody by an admin',
  tier: 'anyone',
  policy: 'write',
  params: boardParams,
  body: z.strictObject({
    score,
    run: z
      .string()
      .regex(/^[0-9a-f]{32}$/, '32 hexadecimal digits')
      .optional()
      .describe('The run that it was made in, which knows whose it is'),
    member: member.optional().describe('Without a run, by an admin: whose score it is'),
  }),
  result: z.strictObject({
    member: z.string(),
    applied: z.boolean(),
    refused: z.enum(['range']).optional().describe('The sum would leave ± 1,000,000,000'),
    boards: z.array(
      z.strictObject({
        period: z.enum(['all', 'week', 'day']),
        score: score.describe('What stands now'),
        rank: rank.nullable().describe('Null where a full board had no room for the last place'),
        previousRank: rank.nullable().describe('Null for who was not on this board'),
        improved: z.boolean().describe('False where what stands is no better than before'),
      }),
    ),
  }),
  errors: ['not_found', 'not_signed_in', 'forbidden'],
  cost: [
    { of: 'the score of a new member', roundTrips: 1, commands: 20 },
    { of: 'the same of a run', roundTrips: 1, commands: 22 },
    { of: 'a better score', roundTrips: 1, commands: 19 },
    { of: 'a score that is not better', roundTrips: 1, commands: 10 },
  ],
});

export const readDistribution = defineOperation({
  method: 'GET',
  path: '/api/leaderboards/{board}/distribution',
  summary: 'How many members have how many points, in ten steps',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  params: boardParams,
  query: z.strictObject({ period }),
  result: z.strictObject({
    members: z.int().min(0),
    steps: z.array(
      z.strictObject({
        from: z.int().describe('The least points of the step'),
        to: z.int().describe('The most'),
        members: z.int().min(0),
      }),
    ),
  }),
  errors: ['not_found'],
  cost: [{ of: 'a read', roundTrips: 1, commands: 13 }],
});

export const leaderboard = definePattern({
  slug: 'leaderboard',
  title: 'Leaderboard',
  category: 'people',
  summary:
    'Ranks of a million members for all time, week and day, with ties that are fair and scores that count once.',
  page: '/leaderboard',
  guarantees: [
    {
      promise: 'Of many scores at once the best stays, and of equal ones the first stands above',
      cost: 'one script for all time, week and day',
    },
    {
      promise: 'The top, and any page, are read in their order with exact ranks',
      cost: '1 round trip, 1 to 3 commands',
    },
    { promise: 'The lines around a member, at a million members too', cost: '3 commands, or 4' },
    { promise: 'A score that is sent again counts once', cost: '2 commands for the receipt' },
  ],
  operations: {
    listLeaderboards,
    readLeaderboard,
    startRun,
    submitScore,
    readDistribution,
    ...memberOperations,
  },
});

export type ResultOfPage = ResultOf<typeof readLeaderboard>;
export type ResultOfSubmit = ResultOf<typeof submitScore>;
export type ResultOfDistribution = ResultOf<typeof readDistribution>;
