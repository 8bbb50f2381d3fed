import { z } from 'zod';

/** What several operations of the contract share. */

/** The queues of this deployment: that of the app, and one that any signed-in user may play with. */
export const queueNames = ['jobs', 'demo'] as const;
/** Whether a job waits, is worked on, waits for its time, went well, or was given up. */
export const states = ['waiting', 'active', 'delayed', 'done', 'dead'] as const;

/** At the most so many jobs are enqueued in one call. */
export const maxBatch = 1_000;
/** At the most so many jobs are claimed, or their outcomes taken in, in one call. */
export const maxClaim = 100;
/** The payload of a job as JSON, in bytes. */
export const maxPayloadBytes = 32 * 1024;
/** The result of a job as JSON, in bytes. */
export const maxResultBytes = 8 * 1024;
export const maxErrorLength = 300;
/** The most jobs that a queue holds, whatever their states. */
export const maxJobs = 100_000;
/** The longest delay. */
export const maxDelayMs = 366 * 86_400_000;
/** The latest moment that a job can be due, in May 2109: where the scores of the delayed end. */
export const maxRunAt = 2 ** 42 - 1;
export const maxLeaseMs = 3_600_000;
/** Minutes whose figures are told apart; the running one is the last. */
export const rateMinutes = 30;

export const at = z.int().describe('Epoch milliseconds');
export const amount = z.int().min(0);

export const queue = z
  .enum(queueNames)
  .describe('demo: any signed-in user may do everything; jobs: who is no admin may only enqueue');

/** An id of a caller's own has a letter; those that the queue makes have digits only. */
export const ownId = z
  .string()
  .regex(/^(?=.*[A-Za-z])[\w.-]{1,64}$/, 'Letters, digits and . _ - only, one letter at the least')
  .refine((id) => !/^\.{1,2}$/.test(id));

export const jobId = z
  .string()
  .regex(/^(?!\.{1,2}$)[\w.-]{1,64}$/, '1 to 64 letters, digits and . _ - only')
  .describe('The id of the job');

export const jobName = z
  .string()
  .regex(/^[\w.:-]{1,64}$/, '1 to 64 letters, digits and . _ : - only')
  .describe('What is to be done: names a handler');

export const token = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'The token that came with the claim')
  .describe('The token of the claim, which only its holder knows');

export const worker = z
  .string()
  .regex(/^[\w.:@-]{1,64}$/, '1 to 64 letters, digits and . _ : @ - only')
  .describe('Who works, for people who look at the queue');

export const leaseMs = z
  .int()
  .min(100)
  .max(maxLeaseMs)
  .describe('How long nobody else gets the job without a sign of life');

export const json = z.json();

export const errorText = z
  .string()
  .min(1)
  .max(maxErrorLength)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'No control characters');

export const progress = z.strictObject({
  percent: z.number().min(0).max(100),
  note: z
    .string()
    .max(120)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'No control characters')
    .optional(),
});

export const newJob = z.strictObject({
  name: jobName,
  data: json.default(null).describe('What the handler is given; 32 KiB as JSON at the most'),
  id: ownId.optional().describe('The same id twice is one job, as long as the first is kept'),
  delayMs: z.int().min(0).max(maxDelayMs).optional().describe('Not before so many milliseconds'),
  runAt: z
    .int()
    .min(0)
    .max(maxRunAt)
    .optional()
    .describe('Not before this moment, in epoch milliseconds by the clock of Redis'),
  priority: z.int().min(0).max(9).default(0).describe('9 goes first'),
  attempts: z.int().min(1).max(25).default(3).describe('How often it is tried before it is dead'),
  backoff: z
    .strictObject({
      type: z.enum(['fixed', 'exponential']).default('exponential'),
      delayMs: z.int().min(0).max(maxDelayMs).default(1_000).describe('After the first failure'),
      maxMs: z.int().min(0).max(maxDelayMs).default(3_600_000),
    })
    .default({ type: 'exponential', delayMs: 1_000, maxMs: 3_600_000 }),
  keepMs: z
    .int()
    .min(0)
    .max(30 * 86_400_000)
    .default(86_400_000)
    .describe('How long it and its result are kept when it is done'),
});

export const summary = z.strictObject({
  id: z.string(),
  name: z.string(),
  state: z.enum(states),
  priority: z.int(),
  attempt: z.int().describe('How often it was claimed'),
  attempts: z.int().describe('How often it may be'),
  createdAt: at,
  dueAt: at.describe('When it was or is due'),
  worker: z.string().nullable().describe('Who claimed it last'),
  startedAt: at.nullable().describe('When they did'),
  leaseUntil: at
    .nullable()
    .describe('Of an active job: when it is taken back without a sign of life'),
  endedAt: at.nullable(),
  forgottenAt: at.nullable().describe('Of one that ended: when it is deleted'),
  progress: progress.nullable(),
  error: z.string().nullable().describe('Of its last failure'),
});

export const events = [
  'enqueued',
  'claimed',
  'failed',
  'lost',
  'released',
  'promoted',
  'retried',
  'done',
  'dead',
] as const;

export const detail = summary.extend({
  data: json,
  result: json,
  fence: z.int().describe('Of the last claim; every later one of the queue has a higher one'),
  backoff: z.strictObject({
    type: z.enum(['fixed', 'exponential']),
    delayMs: z.int(),
    maxMs: z.int(),
  }),
  timeline: z
    .array(z.strictObject({ at, event: z.enum(events), detail: z.string().optional() }))
    .describe('What happened to it; of many events the first and the last'),
});

export const claimed = z.strictObject({
  id: z.string(),
  name: z.string(),
  data: json,
  createdAt: at.describe('With the id it names the job for ever, even should the queue begin anew'),
  attempt: z.int(),
  attempts: z.int(),
  token: z.string().describe('To be shown with whatever is said of the job'),
  fence: z.int().describe('Higher with every claim of the queue: a store can refuse a lower one'),
  leaseUntil: at,
});

/** How a claimed job went. */
export const outcome = z.discriminatedUnion('outcome', [
  z.strictObject({ id: jobId, token, outcome: z.literal('done'), result: json.optional() }),
  z.strictObject({
    id: jobId,
    token,
    outcome: z.literal('failed'),
    error: errorText,
    retry: z.boolean().default(true).describe('False where trying again cannot help'),
  }),
  z.strictObject({
    id: jobId,
    token,
    outcome: z.literal('released').describe('Given back unfinished: no attempt is counted'),
  }),
]);

export const settled = z.strictObject({
  id: z.string(),
  became: z
    .enum(['done', 'retry', 'dead', 'stale', 'missing'])
    .describe('stale: the lease was lost, and nothing was changed; missing: there is no such job'),
  dueAt: at.nullable().describe('Of a retry'),
});
