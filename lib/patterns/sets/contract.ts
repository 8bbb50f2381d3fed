import { z } from 'zod';
import {
  defineOperation,
  definePattern,
  type ResultOf,
  isCursor,
  wholeNumber,
} from '../../contract';
import { claimsContract } from './contract-claims';
import { member, memberList, setName, setList } from './contract-names';
import { rolesContract } from './contract-roles';

/** The most members of one set. */
export const maxMembers = 10_000;
/** The most members in one call. */
export const maxBatch = 1_000;

const count = z.int().min(0);
const setParams = z.strictObject({ set: setName });
const memberParams = z.strictObject({ set: setName, member });

const change = z.strictObject({
  set: z.string(),
  size: count.describe('Members of the set now'),
  applied: z.boolean().describe(`False where the set would pass ${maxMembers} members`),
});

export const readSet = defineOperation({
  method: 'GET',
  path: '/api/sets/{set}',
  summary: 'One page of a set, in no order',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  params: setParams,
  query: z.strictObject({
    cursor: z
      .string()
      .regex(/^\d{1,20}$/, 'The `next` of the page before')
      .refine(isCursor, 'The `next` of the page before')
      .default('0'),
    limit: wholeNumber(1, 1_000)
      .prefault(50)
      .describe('About so many; a small set comes whole, up to 512 members'),
  }),
  result: z.strictObject({
    members: z
      .array(z.string())
      .describe('Each once in a page; while a set grows or shrinks a later page may repeat one'),
    next: z.string().nullable().describe('The cursor of the next page; null after the last'),
  }),
  cost: [{ of: 'a page', roundTrips: 1, commands: 1 }],
});

export const measureSet = defineOperation({
  method: 'GET',
  path: '/api/sets/{set}/size',
  summary: 'The size of a set, exact and estimated, with the memory of both',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  params: setParams,
  result: z.strictObject({
    exact: z.strictObject({ count, bytes: count }),
    estimate: z
      .strictObject({ count, bytes: count })
      .describe('By HyperLogLog; it counts all that were ever added, as it cannot forget'),
    error: z.number().nullable().describe('(estimate − exact) / exact; null for an empty set'),
  }),
  cost: [{ of: 'both sizes and their memory', roundTrips: 1, commands: 4 }],
});

export const readMember = defineOperation({
  method: 'GET',
  path: '/api/sets/{set}/members/{member}',
  summary: 'Whether something is in a set',
  tier: 'anyone',
  policy: 'read',
  params: memberParams,
  result: z.strictObject({ member: z.string(), isMember: z.boolean() }),
  cost: [{ of: 'a check', roundTrips: 1, commands: 1 }],
});

export const checkMembers = defineOperation({
  method: 'GET',
  path: '/api/sets/{set}/members',
  summary: 'Which of several are in a set',
  tier: 'anyone',
  policy: 'read',
  params: setParams,
  query: z.strictObject({ are: memberList }),
  result: z.strictObject({
    members: z.array(z.strictObject({ member: z.string(), isMember: z.boolean() })),
  }),
  cost: [{ of: 'a check of 50', roundTrips: 1, commands: 1 }],
});

const addCost = [
  { of: 'what is in the set already', roundTrips: 1, commands: 3 },
  { of: 'new members, one or a thousand', roundTrips: 1, commands: 6 },
];

export const addMember = defineOperation({
  method: 'PUT',
  path: '/api/sets/{set}/members/{member}',
  summary: 'Put something into a set',
  tier: 'user',
  policy: 'write',
  params: memberParams,
  result: change,
  cost: addCost,
});

export const addMembers = defineOperation({
  method: 'POST',
  path: '/api/sets/{set}/members',
  summary: 'Put many into a set: all of them, or none where they do not fit',
  tier: 'user',
  policy: 'write',
  params: setParams,
  body: z.strictObject({ members: z.array(member).min(1).max(maxBatch) }),
  maxBodyBytes: 256 * 1024,
  result: change,
  cost: addCost,
});

export const removeMember = defineOperation({
  method: 'DELETE',
  path: '/api/sets/{set}/members/{member}',
  summary: 'Take something out of a set',
  tier: 'user',
  policy: 'write',
  params: memberParams,
  result: z.strictObject({ member: z.string(), isMember: z.literal(false) }),
  cost: [{ of: 'a removal', roundTrips: 1, commands: 1 }],
});

export const compareSets = defineOperation({
  method: 'GET',
  path: '/api/sets/compare',
  summary: 'The size of a union, intersection or difference, without sending a member',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  query: z.strictObject({
    op: z
      .enum(['union', 'intersection', 'difference'])
      .describe('difference: in the first and in none of the others'),
    sets: setList,
  }),
  result: z.strictObject({
    size: count,
    sets: z.array(z.strictObject({ set: z.string(), size: count })),
    regions: z
      .array(z.strictObject({ in: z.array(z.string()), size: count }))
      .describe('How many are in just these sets and in none of the others; together the union'),
  }),
  cost: [
    { of: 'two sets', roundTrips: 1, commands: 4 },
    { of: 'three sets', roundTrips: 1, commands: 8 },
  ],
});

export const sets = definePattern({
  slug: 'sets',
  title: 'Sets and roles',
  category: 'guard',
  summary:
    'Unique collections: who has which role, who was here, which name is taken, and what sets have in common.',
  page: '/sets',
  guarantees: [
    {
      promise: 'Both directions of a role agree, whenever a process dies',
      cost: 'grant: 4 commands; the roles of a user: 1',
    },
    {
      promise: 'Of two who claim one name, one wins, and a resend is not the other',
      cost: '1 command',
    },
    {
      promise: 'A set is counted, checked and paged without being sent',
      cost: '1 round trip, 1 command each',
    },
    {
      promise: 'Sizes of unions and intersections are of one moment',
      cost: 'two sets: 4 commands; three: 8',
    },
  ],
  operations: {
    readSet,
    measureSet,
    readMember,
    checkMembers,
    addMember,
    addMembers,
    removeMember,
    compareSets,
    ...claimsContract,
    ...rolesContract,
  },
});

export type ResultOfPage = ResultOf<typeof readSet>;
export type ResultOfSize = ResultOf<typeof measureSet>;
export type ResultOfCompare = ResultOf<typeof compareSets>;
export type ResultOfChange = ResultOf<typeof addMembers>;
export type SetOperation = 'union' | 'intersection' | 'difference';
