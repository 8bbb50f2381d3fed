import { z } from 'zod';

/** The schemas of names that several operations of this room share. */

export const setName = z
  .string()
  .regex(/^[\w.-]{1,64}$/, '1 to 64 letters, digits and . _ - only')
  .refine((name) => name !== 'compare', 'The name of an operation')
  .describe('The name of the set');

export const member = z
  .string()
  .regex(/^[^\p{Cc}\p{Cs},]{1,128}$/u, '1 to 128 characters, no control characters and no comma')
  .describe('What is in the set or not');

const list = <T>(one: z.ZodType<T, string>, most: number, what: string) =>
  z
    .string()
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(one).min(1).max(most))
    .describe(`${what}, parted by commas`);

export const memberList = list(member, 200, '1 to 200 members');

export const setList = list(setName, 3, '2 or 3 sets').refine(
  (names) => names.length >= 2,
  'Two or three different sets',
);

export const userId = z
  .string()
  .regex(/^[\w.@-]{1,128}$/, '1 to 128 letters, digits and . _ @ - only')
  .describe('The id of the user');

export const roleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'A small letter, then up to 31 small letters, digits and -')
  .describe('The name of the role');

/**
 * A name that is claimed, in the one form in which it is compared: what looks like another letter (a
 * full-width A) or differs by case alone is the same name.
 */
export const claimedName = z
  .string()
  .max(64)
  .transform((name) => name.normalize('NFKC').toLowerCase())
  .pipe(
    z
      .string()
      .regex(
        /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/,
        'Letters and digits of ASCII, with . _ - between',
      ),
  )
  .describe('The name that is claimed; case does not matter');
