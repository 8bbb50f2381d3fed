import { z } from 'zod';
import { defineOperation, wholeNumber } from '../../contract';
import {
  boardParams,
  maxFriends,
  member,
  memberParams,
  period,
  row,
  standings,
} from './contract-schemas';

export const readMember = defineOperation({
  method: 'GET',
  path: '/api/leaderboards/{board}/members/{member}',
  summary: 'A member and the lines around it',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  params: memberParams,
  query: z.strictObject({
    period,
    around: wholeNumber(0, 50).prefault(5).describe('Lines on either side'),
  }),
  result: z.strictObject({
    rows: z.array(row).describe('In the order of the board; empty for who is not on it'),
  }),
  errors: ['not_found'],
  cost: [
    { of: 'a member and ten around it', roundTrips: 1, commands: 3 },
    { of: 'the same where the first lines tie with those above', roundTrips: 1, commands: 4 },
  ],
});

export const searchMembers = defineOperation({
  method: 'GET',
  path: '/api/leaderboards/{board}/members',
  summary: 'Members by the beginning of their names, the exact name first; at most ten',
  tier: 'anyone',
  policy: 'read',
  params: boardParams,
  query: z.strictObject({ period, prefix: member.describe('Capitals and small letters differ') }),
  result: standings,
  errors: ['not_found'],
  cost: [{ of: 'a search that finds three', roundTrips: 1, commands: 7 }],
});

export const compareFriends = defineOperation({
  method: 'GET',
  path: '/api/leaderboards/{board}/friends',
  summary: 'Some members by name: score, rank and percentile, the best first',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  params: boardParams,
  query: z.strictObject({
    period,
    members: z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(member).min(1).max(maxFriends))
      .describe('1 to 50 names, parted by commas'),
  }),
  result: standings,
  errors: ['not_found'],
  cost: [
    { of: 'one member', roundTrips: 1, commands: 4 },
    { of: 'five members', roundTrips: 1, commands: 8 },
  ],
});

export const removeMember = defineOperation({
  method: 'DELETE',
  path: '/api/leaderboards/{board}/members/{member}',
  summary: 'Take a member off a board, with this and the last week and day',
  tier: 'user',
  self: 'member',
  policy: 'write',
  params: memberParams,
  result: z.strictObject({ member: z.string() }),
  errors: ['not_found'],
  cost: [{ of: 'a removal', roundTrips: 1, commands: 8 }],
});

export const memberOperations = { readMember, searchMembers, compareFriends, removeMember };
