import { z } from 'zod';
import { isCursor, wholeNumber } from '../../contract';

/** The types that SCAN can tell apart; modules may bring others. */
export const keyTypes = ['string', 'list', 'set', 'zset', 'hash', 'stream'] as const;
export type KeyType = (typeof keyTypes)[number];

const maxLength = 4_096;
// JSON can carry half a character, UTF-8 cannot: what Redis got would be another key.
const wellFormed = (text: string) => !/\p{Surrogate}/u.test(text);

/** Any key: spaces, quotes, newlines, braces and control characters are a part of a name like others. */
export const keyName = z
  .string()
  .max(maxLength)
  .refine(wellFormed, 'Not a text that UTF-8 can write')
  .describe('The name of a key, as it is');

export const match = z
  .string()
  .min(1)
  .max(maxLength)
  .refine(wellFormed, 'Not a text that UTF-8 can write')
  .describe('A pattern as of KEYS: * ? [abc] and \\ to escape; without any of them, one key');

export const type = z
  .enum(keyTypes, `One of ${keyTypes.join(', ')}`)
  .optional()
  .describe('Only keys of this type');

export const budgetMs = z
  .int()
  .min(10)
  .max(2_000)
  .describe('The call begins no further round trip after so many milliseconds');
/** The same from a query, where all is text. */
export const budgetQuery = wholeNumber(10, 2_000).prefault(250);

export const count = z.int().min(0);

/** Where a scan stands: SCAN's cursor and what was seen before it. Callers need not look inside. */
export const scanCursor = z
  .string()
  .regex(/^\d{1,20}\.\d{1,15}\.\d{1,15}\.[\da-f]{0,16}$/, 'The `next` of the call before')
  .refine(isCursor, 'The `next` of the call before')
  .optional()
  .describe('The `next` of the call before; absent to begin');
