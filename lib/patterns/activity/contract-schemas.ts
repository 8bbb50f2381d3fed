import { z } from 'zod';

/** What users do. A type's place is its number in their records: new ones come last, and there is room for 31. */
export const activityTypes = ['page-view', 'sign-in', 'score', 'message', 'job'] as const;
export type ActivityType = (typeof activityTypes)[number];

/** The most entries of one page of a timeline. */
export const maxPage = 100;
/** The most visited pages that a summary names. */
export const maxPages = 50;
/** Days on which newcomers are told apart, the last of them today. */
export const cohorts = 14;
/** For so many days it is known whether newcomers came back. */
export const retentionDays = 7;

/** The series of each range; the last point still runs. */
export const ranges = {
  '30d': { unit: 'day', points: 30 },
  '12w': { unit: 'week', points: 12 },
  '12m': { unit: 'month', points: 12 },
} as const;
export type Range = keyof typeof ranges;

const count = z.int().min(0);
const at = z.int().describe('Epoch milliseconds');
const dayAt = z.int().describe('The start of a day of UTC, in epoch milliseconds');
const type = z.enum(activityTypes);

export const userParams = z.strictObject({
  id: z
    .string()
    .regex(/^(?!\.{1,2}$)[\w.@-]{1,128}$/, '1 to 128 letters, digits and . _ @ - only')
    .describe('The user'),
});

export const activityEvent = z.strictObject({
  type,
  subject: z
    .string()
    .min(1)
    .max(512)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'No control characters')
    .optional()
    .describe('What it was done to: the page, the board, the room, the queue'),
});

export const timelinePage = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        id: z.string(),
        at: at.describe('By the clock of Redis'),
        type,
        subject: z.string().optional(),
      }),
    )
    .describe('Newest first'),
  next: z.string().nullable().describe('The cursor of the next page; null on the last'),
});

export const summary = z.strictObject({
  firstDay: dayAt.nullable().describe('Null for who was never active'),
  days: count.describe('Days on which the user was active'),
  streak: z.strictObject({
    current: count.describe('Days in a row up to today, or up to yesterday while today is open'),
    longest: count,
    today: z.boolean().describe('Whether the user was active today'),
  }),
  events: z.record(type, count).describe('All there were, by type'),
  heatMap: z
    .array(z.array(count).length(24))
    .length(7)
    .describe('All events by weekday from Monday and by hour, of UTC'),
  pages: z
    .array(z.strictObject({ page: z.string(), visits: count, at }))
    .max(maxPages)
    .describe('Pages visited among the events of the timeline, the last visited first'),
});

const point = z.strictObject({
  at: dayAt.describe('When the day, the week or the month begins'),
  users: count.describe('Users who were active in it, each once'),
});

export const actives = z.strictObject({
  now: at,
  today: count,
  week: count.describe('Since Monday'),
  month: count.describe('Since the first'),
  series: z.array(point),
  retention: z
    .array(
      z.strictObject({
        at: dayAt,
        newcomers: count.describe('Who was active for the first time on this day'),
        returned: z
          .array(count.nullable())
          .length(retentionDays)
          .describe('How many of them were active 1, 2 … days later; null for days to come'),
      }),
    )
    .length(cohorts)
    .describe('The latest day first'),
});

export type ActivityEvent = z.output<typeof activityEvent>;
export type TimelinePage = z.output<typeof timelinePage>;
export type Summary = z.output<typeof summary>;
export type Actives = z.output<typeof actives>;
