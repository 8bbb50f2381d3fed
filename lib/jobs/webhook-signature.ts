import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far a sender's clock may be off before a webhook counts as replayed. */
const toleranceMs = 5 * 60_000;

/** A webhook's headers by the Standard Webhooks specification. */
export interface SignedHeaders {
  'webhook-id': string;
  'webhook-timestamp': string;
  'webhook-signature': string;
}

/**
 * Signs a webhook: HMAC-SHA256 over id, time and body, in base64 (standardwebhooks.com, `v1`).
 *
 * @param id the same for every delivery of one webhook, so that a receiver can tell repeats
 * @param at epoch milliseconds
 */
export function sign(secret: string, id: string, body: string, at: number): SignedHeaders {
  const timestamp = String(Math.floor(at / 1_000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac(secret, id, timestamp, body).toString('base64')}`,
  };
}

/** True where the body was signed with the secret in the last five minutes; compared in constant time. */
export function isSigned(secret: string, headers: Headers, body: string, now: number): boolean {
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > toleranceMs)
    return false;
  const expected = mac(secret, id, timestamp, body);
  // Several are sent while a secret is being changed.
  return (headers.get('webhook-signature') ?? '').split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function mac(secret: string, id: string, timestamp: string, body: string): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest();
}

/** A secret by the specification is `whsec_` and the key in base64; any other text is the key itself. */
function keyOf(secret: string): Buffer {
  const [, base64] = /^whsec_(.+)$/.exec(secret) ?? [];
  const key = Buffer.from(base64 ?? secret, base64 === undefined ? 'utf8' : 'base64');
  // Lenient decoding would leave nothing of what is no base64, and anybody could sign with that.
  if (key.length < 16 && base64 !== undefined)
    throw new Error('A secret that begins with whsec_ is a key of 16 bytes or more in base64');
  return key;
}
