import { z } from 'zod';
import { maxScore, periods } from './contract-boards';

/** The most lines of one page. */
export const maxPage = 100;
/** The most members that one call asks for by name. */
export const maxFriends = 50;
/** The most steps of a distribution. */
export const maxSteps = 10;

const boardName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, '1 to 64 small letters, digits and - only')
  .describe('A board of this deployment');
export const member = z
  .string()
  .regex(/^(?!\.{1,2}$)[\w.@~-]{1,64}$/, '1 to 64 letters, digits and . _ @ ~ - only')
  .describe('A user, or a guest~…');
export const period = z
  .enum(periods)
  .default('all')
  .describe('Of all time, or of an ISO week or a day of UTC');
export const score = z.int().min(-maxScore).max(maxScore);
export const rank = z
  .int()
  .min(1)
  .describe('1 + the members with more points: who ties shares a rank, as in 1, 2, 2, 4');

export const row = z.strictObject({
  position: z.int().min(1).describe('Where it stands; of those who tie, who came first is above'),
  rank,
  member: z.string(),
  score,
});
const standing = z.strictObject({
  member: z.string(),
  score: score.nullable().describe('Null where the member is not on the board'),
  rank: rank.nullable(),
  percentile: z
    .number()
    .nullable()
    .describe('The percentage of members whose score is no better; 100 for the first'),
});
export const standings = z.strictObject({
  members: z.int().min(0).describe('Everybody on the board'),
  standings: z.array(standing),
});

export const boardParams = z.strictObject({ board: boardName });
export const memberParams = z.strictObject({ board: boardName, member });
export const gameFields = z.strictObject({
  targetMs: z.int().describe('What the player tries to hit'),
  maxPoints: z.int().describe('The points of a hit; each millisecond off costs one'),
  minMs: z.int().describe('A run must have lasted so long to score'),
  maxMs: z.int().describe('When a run ends by itself'),
});

export type Standings = z.output<typeof standings>;
