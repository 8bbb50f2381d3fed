import type { Codec } from '../cache';
import { base64url } from './asked';
import { toBytes, toText } from './body';
import { endToEnd } from './headers';
import type { Timing } from './lifetimes';

/** An answer as it is kept. */
export interface Stored extends Timing {
  status: number;
  headers: [name: string, value: string][];
  body: Uint8Array<ArrayBuffer>;
}

/** What stands in the place of an answer that is for one caller alone: nobody else is ever handed more than this. */
export const own = null;

/**
 * Takes down an answer: without what is of one connection, with a date, and with a strong validator. The one made here
 * is the SHA-256 of the body, so two answers have one validator exactly where their bytes are the same.
 */
export async function toStored(
  { status, headers }: Response,
  body: Uint8Array<ArrayBuffer>,
): Promise<Omit<Stored, keyof Timing>> {
  const kept = endToEnd(headers);
  // Told anew with each answer: the length by its body, the way by this cache.
  kept.delete('content-length');
  kept.delete('cache-status');
  if (!kept.has('date')) kept.set('date', new Date().toUTCString());
  if (status === 200 && !kept.has('etag')) {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', body));
    kept.set('etag', `"${base64url(hash)}"`);
  }
  return { status, headers: [...kept], body };
}

/** A line of JSON, then the body. */
export const codec: Codec = {
  encode(value) {
    const stored = value as Stored | typeof own;
    if (stored === own) return 'null\n';
    const { body, ...head } = stored;
    const { as, text } = toText(body);
    return `${JSON.stringify({ ...head, as })}\n${text}`;
  },
  decode(text): Stored | typeof own {
    const end = text.indexOf('\n');
    const head = JSON.parse(text.slice(0, end)) as
      (Omit<Stored, 'body'> & { as: 'utf8' | 'base64' }) | null;
    if (head === null) return own;
    const { as, ...rest } = head;
    return { ...rest, body: toBytes(as, text.slice(end + 1)) };
  },
};
