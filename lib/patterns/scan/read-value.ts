import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import type { ValuePage } from './contract-values';
import { isOfAnotherType, readNatures } from './facts';
import { readEntries } from './read-entries';
import { readString } from './read-string';
import { isText } from './text';

/**
 * One page of the value of a key. Every page is bounded: 16 KiB of a text, 256 bytes of what is none, up to 100
 * entries of anything else. Only reads, so a token that may only read will do.
 *
 * Two round trips, five commands; a third for what is no text, and to tell what is empty from what is gone.
 *
 * @param cursor the `next` of the page before; absent for the first
 * @throws CodedError `not_found` where there is no such key, `version_conflict` where it becomes one of another type
 *   between the round trips
 */
export async function readValue(redis: Redis, key: string, cursor?: string): Promise<ValuePage> {
  const [nature] = await readNatures(redis, [key]);
  const { type, memoryBytes } = nature!;
  if (type === 'none') throw missing(key);
  const reading =
    type === 'string'
      ? readString(redis, key, cursor)
      : readEntries(redis, { key, type, memoryBytes, cursor });
  const page = await reading.catch((error: unknown) => {
    throw isOfAnotherType(error) ? changed(error) : error;
  });
  if (page.size === 0 && (await redis.exists(key)) === 0) throw missing(key);
  return { key, ...nature!, ...page };
}

const missing = (key: string) =>
  new CodedError(
    'not_found',
    isText(key)
      ? 'There is no such key.'
      : 'There is no such key. U+FFFD may stand for bytes that are no UTF-8; a key with those cannot be asked for.',
  );

const changed = (cause: unknown) =>
  new CodedError('version_conflict', 'The key has become one of another type. Read it again.', {
    cause,
  });
