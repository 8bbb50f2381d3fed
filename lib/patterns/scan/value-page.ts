import type { ValuePage } from './contract-values';

/** What the reader of one type gives: a page, and how large the whole is. */
export type PageOf = Pick<ValuePage, 'size' | 'value' | 'next'>;

/** A cursor that counts. One of another kind begins anew: the key has become another meanwhile. */
export function offsetOf(cursor: string | undefined): number {
  return cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : 0;
}
