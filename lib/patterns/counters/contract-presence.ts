import { z } from 'zod';
import { defineOperation, type ResultOf, wholeNumber } from '../../contract';

/**
 * Where people can be, and how long they count as there after their last heartbeat, in milliseconds. A tab
 * beats three times in that time, so that two beats may get lost.
 */
export const places = {
  site: { ttlMs: 45_000 },
  lab: { ttlMs: 6_000 },
} as const;

export type Place = keyof typeof places;

const place = z
  .enum(Object.keys(places) as [Place, ...Place[]])
  .default('site')
  .describe('site: this app; lab: where the page tries out what happens to tabs');

const here = z.int().min(0).describe('Users with a heartbeat within the TTL, each once');
const ttlMs = z.int().describe('A user counts for so long after the last heartbeat');

export const sendPresence = defineOperation({
  method: 'POST',
  path: '/api/presence',
  summary: 'A heartbeat of one tab, or its goodbye',
  tier: 'anyone',
  policy: 'ingest',
  body: z.strictObject({
    place,
    user: z
      .string()
      .regex(/^[\w.@-]{1,64}$/, '1 to 64 letters, digits and . _ @ - only')
      .describe('Whose tab it is; all tabs of a user count once'),
    event: z
      .enum(['beat', 'leave'])
      .default('beat')
      .describe('leave: this tab closes; the user stays while another of theirs beats'),
  }),
  result: z.strictObject({
    here: here.nullable().describe('Null for a goodbye, which nobody waits for'),
    ttlMs,
    beatEveryMs: z.int().describe('When the next heartbeat should come'),
  }),
  cost: [
    { of: 'a heartbeat, with the count', roundTrips: 1, commands: 4 },
    { of: 'the first heartbeat of a minute, which also clears up', roundTrips: 1, commands: 6 },
    { of: 'a goodbye', roundTrips: 1, commands: 3 },
  ],
});

export const readPresence = defineOperation({
  method: 'GET',
  path: '/api/presence',
  summary: 'How many users are here now, and the newest of them',
  tier: 'anyone',
  policy: 'read',
  shareable: true,
  query: z.strictObject({
    place,
    limit: wholeNumber(0, 100).prefault(0).describe('How many to name'),
  }),
  result: z.strictObject({
    here,
    ttlMs,
    users: z.array(
      z.strictObject({
        user: z.string(),
        goneAt: z.int().describe('When they count no more without another heartbeat'),
      }),
    ),
  }),
  cost: [
    { of: 'a count', roundTrips: 1, commands: 3 },
    { of: 'a count with names', roundTrips: 1, commands: 4 },
  ],
});

export const presenceContract = { sendPresence, readPresence };

export type ResultOfPresence = ResultOf<typeof readPresence>;
