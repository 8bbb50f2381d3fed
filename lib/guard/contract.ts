import { z } from 'zod';
import { defineOperation } from '../contract';

const apiKey = z.strictObject({
  handle: z.string().describe('Names the key; it is no secret'),
  name: z.string(),
  userId: z.string().describe('The user whose rights it has'),
  createdAt: z.int().describe('Epoch milliseconds'),
});

const name = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'No control characters');

export const issueApiKey = defineOperation({
  method: 'POST',
  path: '/api/api-keys',
  summary: 'Make an API key for a program; its secret is shown this once',
  tier: 'admin',
  policy: 'write',
  body: z.strictObject({
    name: name.describe('What it is for'),
    userId: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'The name of an account')
      .describe('The user whose rights it gets'),
  }),
  status: 201,
  result: z.strictObject({ key: apiKey, secret: z.string() }),
  errors: ['limit_reached'],
  cost: [{ of: 'a key', roundTrips: 2, commands: 4 }],
});

export const listApiKeys = defineOperation({
  method: 'GET',
  path: '/api/api-keys',
  summary: 'Every API key, without its secret',
  tier: 'admin',
  policy: 'read',
  result: z.strictObject({ keys: z.array(apiKey) }),
  cost: [{ of: 'a read', roundTrips: 1, commands: 1 }],
});

export const revokeApiKey = defineOperation({
  method: 'DELETE',
  path: '/api/api-keys/{handle}',
  summary: 'End an API key at once',
  tier: 'admin',
  policy: 'write',
  params: z.strictObject({ handle: z.uuid() }),
  result: z.strictObject({ revoked: z.literal(true) }),
  errors: ['not_found'],
  cost: [{ of: 'a key that is there', roundTrips: 4, commands: 4 }],
});

export const guardOperations = { issueApiKey, listApiKeys, revokeApiKey };
