import { z } from 'zod';

/** What several operations of the contract share. */

export const algorithms = ['fixed-window', 'sliding-log', 'token-bucket'] as const;

/** The longest window, override and block. */
export const maxWindowMs = 31 * 86_400_000;
/** The highest limit; a sliding log remembers each call, so it may have a hundredth of it. */
export const maxLimit = 1_000_000;

export const policyName = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*$/, 'A name as in the list of policies');

export const identifier = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'No control characters')
  .describe('Who is limited: a user, an address, an API key');

export const cost = z
  .int()
  .min(1)
  .max(maxLimit)
  .describe('How much of each limit the call takes: 1 for an ordinary one');

export const amount = z.int().min(0);
export const at = z.int().describe('Epoch milliseconds');

export const forMs = z
  .int()
  .min(1_000)
  .max(maxWindowMs)
  .describe('How long it holds, in milliseconds: a second to 31 days');

const limit = z.strictObject({
  algorithm: z.enum(algorithms),
  limit: z.int().min(1),
  windowMs: z.int().min(1),
});

export const policy = z.strictObject({
  name: z.string(),
  description: z.string(),
  limits: z.array(limit.extend({ burst: z.int().optional() })),
  onRedisDown: z
    .enum(['allow', 'refuse'])
    .describe('What a check answers while Redis cannot be asked'),
});

const reasons = [
  'limited',
  'blocked',
  'cost_exceeds_limit',
  'redis_down',
] as const satisfies readonly string[];

export const decision = z.strictObject({
  allowed: z.boolean(),
  reason: z.enum(reasons).optional().describe('Why the call is refused, or was not counted'),
  policy: z.string(),
  limit: amount.describe('Of the limit that is nearest to its end'),
  remaining: amount,
  resetAt: at.describe('When all of that limit is there again, if nothing more is spent'),
  retryAfterMs: amount
    .nullable()
    .describe('0 for an allowed call; null where waiting does not help'),
  overridden: z.boolean().describe('True where this identifier has limits of its own'),
  from: z
    .enum(['redis', 'memory', 'nowhere'])
    .describe('memory: this process knew it refused still; nowhere: Redis could not be asked'),
  limits: z.array(limit.extend({ remaining: amount, resetAt: at })),
});
