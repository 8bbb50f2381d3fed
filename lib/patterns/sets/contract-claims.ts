import { z } from 'zod';
import { defineOperation, type ResultOf } from '../../contract';
import { claimedName, userId } from './contract-names';

const params = z.strictObject({ name: claimedName });
const owner = userId.describe(
  'Who of yours claims, by an id of your own: only you can release the name, by the same id',
);

export const claimName = defineOperation({
  method: 'PUT',
  path: '/api/claims/{name}',
  summary: 'Claim a name; of many who do, one wins. For 30 days, or until released',
  tier: 'user',
  policy: 'write',
  params,
  body: z.strictObject({ owner }),
  result: z.strictObject({
    name: z.string().describe('In the form in which names are compared'),
    owner: z.string().describe('Whose the name is now'),
    claimed: z.boolean().describe('True where that is the caller'),
  }),
  cost: [{ of: 'a claim, won or lost', roundTrips: 1, commands: 1 }],
});

export const releaseName = defineOperation({
  method: 'DELETE',
  path: '/api/claims/{name}',
  summary: 'Give a name back; only its owner can',
  tier: 'user',
  policy: 'write',
  params,
  query: z.strictObject({ owner }),
  result: z.strictObject({
    name: z.string(),
    free: z.boolean().describe('False where the name is held by somebody else'),
  }),
  cost: [
    { of: 'a release by the owner', roundTrips: 1, commands: 3 },
    { of: 'a release by somebody else', roundTrips: 1, commands: 2 },
  ],
});

export const claimsContract = { claimName, releaseName };

export type ResultOfClaim = ResultOf<typeof claimName>;
