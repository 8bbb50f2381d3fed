import type { Redis } from '@upstash/redis';
import { valueBounds } from './contract-values';
import { offsetOf, type PageOf } from './value-page';
import { isBinary } from './text';

const { textBytes, rawBytes } = valueBounds;

/** A page of a string: a text, the bytes of what is none, or a HyperLogLog with its estimate. */
export async function readString(
  redis: Redis,
  key: string,
  cursor: string | undefined,
): Promise<PageOf> {
  const from = offsetOf(cursor);
  const [size, read] = await Promise.all([
    redis.strlen(key),
    redis.getrange(key, from, from + textBytes - 1),
  ]);
  if (isBinary(read)) return readBytes(redis, key, { from, size, isLog: /^HYLL/.test(read) });

  // A character that the page's end cuts in two is left to the next page, which begins with it.
  const isLast = from + textBytes >= size;
  const text = isLast ? read : read.replace(/\uFFFD$/, '');
  const next = isLast ? size : from + new TextEncoder().encode(text).length;
  return { size, value: { kind: 'text', from, text }, next: next < size ? String(next) : null };
}

/** Bytes as numbers: as a string their values would be lost on the way. */
async function readBytes(
  redis: Redis,
  key: string,
  { from, size, isLog }: { from: number; size: number; isLog: boolean },
): Promise<PageOf> {
  const length = Math.min(rawBytes, size - from);
  const asked = Array.from({ length }, (_, at) => ['GET', 'u8', `#${from + at}`]).flat();
  const [bytes, estimate] = await Promise.all([
    redis.exec<number[]>(['BITFIELD_RO', key, ...asked]),
    isLog && from === 0 ? redis.pfcount(key) : undefined,
  ]);
  const next = from + length < size ? String(from + length) : null;
  if (estimate === undefined) return { size, value: { kind: 'binary', from, bytes }, next };
  return { size, value: { kind: 'hyperloglog', estimate, from, bytes }, next };
}
