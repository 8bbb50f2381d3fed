import { z } from 'zod';

/** The longest text, in UTF-16 code units, as browsers count. */
export const maxTextLength = 1_000;
/** The most entries of one page. */
export const maxPage = 200;
/** The longest mute. */
export const maxMuteMs = 7 * 24 * 60 * 60_000;

/** The rooms of this deployment. */
export const rooms = [
  { name: 'lobby', title: 'Lobby', about: 'Whoever comes by' },
  { name: 'help', title: 'Help', about: 'Questions and answers' },
  { name: 'quiet', title: 'Quiet', about: 'Where little is said' },
] as const;

/** The id before the first entry of any stream. */
export const beginning = '0-0';

export const entryId = z
  .string()
  .regex(/^\d{1,15}-\d{1,15}$/, 'The id of an entry, as in 1767225600000-0')
  .describe(
    'The id of a stream entry: milliseconds of the clock of Redis, and a number among those',
  );

export const user = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'The name of an account')
  .describe('Whom it is about');

const common = {
  id: entryId,
  prev: z.string().describe('The entry before it: whoever has another newest one sees a gap'),
  at: z.int().describe('When Redis took it, in epoch milliseconds'),
};

const message = z.strictObject({
  kind: z.literal('message'),
  ...common,
  user: z.string(),
  text: z.string(),
  clientId: z.string().describe("The sender's own id of it: the same again is the same message"),
});

const redaction = z.strictObject({
  kind: z.literal('redaction'),
  ...common,
  redacts: z.string().describe('The id of the message whose text is gone'),
  author: z.string().describe('Who had written it'),
  by: z.string().describe('Who took it out'),
});

/** What stands in the stream of a room. An entry never changes: taking a message out is an entry of its own. */
export const entry = z.discriminatedUnion('kind', [message, redaction]);

export const gap = z
  .strictObject({
    after: z.string().describe('The last entry that the reader has'),
    upTo: z
      .string()
      .describe(
        'The newest entry that was trimmed away unread; the same as `after` where the stream has begun anew',
      ),
  })
  .describe('Entries between these were trimmed away and can never be read');

/** A character that no keyboard writes: a control other than the line break and the tab, or half of a pair. */
const unwritable = /[^\P{Cc}\n\t]|\p{Cs}/u;

export const text = z
  .string()
  .trim()
  .min(1, 'Nothing is said')
  .max(maxTextLength, `${maxTextLength} characters at the most`)
  .refine((value) => !unwritable.test(value), 'No control characters')
  .describe('Plain text, shown as it is');

export type Entry = z.output<typeof entry>;
export type Message = z.output<typeof message>;
export type Gap = z.output<typeof gap>;
