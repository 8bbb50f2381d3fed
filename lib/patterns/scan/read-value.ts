import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import type { ValuePage } from './contract-values';
import { readNatures } from './facts';
import { readEntries } from './read-entries';
import { readString } from './read-string';

/**
 * One page of the value of a key. Every page is bounded: 16 KiB of a text, 256 bytes of what is none, up to 100
 * entries of anything else. Only reads, so a token that may only read will do.
 *
 * Two round trips, five commands; a third for what is no text.
 *
 * @param cursor the `next` of the page before; absent for the first
 * @throws CodedError `not_found` where there is no such key
 */
export async function readValue(redis: Redis, key: string, cursor?: string): Promise<ValuePage> {
  const [nature] = await readNatures(redis, [key]);
  const { type, memoryBytes } = nature!;
  if (type === 'none') throw new CodedError('not_found', 'There is no such key.');
  const page =
    type === 'string'
      ? await readString(redis, key, cursor)
      : await readEntries(redis, { key, type, memoryBytes, cursor });
  return { key, ...nature!, ...page };
}
