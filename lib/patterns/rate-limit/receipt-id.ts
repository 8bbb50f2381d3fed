import type { OperationId } from '../../redis/operation-id';
import { receiptMs, resendMs } from './keys';

/**
 * How a receipt in a caller's record names its call: digits and letters, and short, for the record is copied whole at
 * each check.
 */
export interface ReceiptId {
  /** Unique among the calls of one caller within `livesMs`. */
  id: string;
  fingerprint: string;
  /** How long it is kept. */
  livesMs: number;
}

/** For a call that nobody but the transport sends again: 48 random bits. */
export function newReceipt(): ReceiptId {
  return { id: crypto.randomUUID().slice(-12), fingerprint: '', livesMs: resendMs };
}

/** For a call that was given an id, which may hold any character: 64 bits of its digest, 32 of the fingerprint's. */
export async function receiptOf({ id, fingerprint }: OperationId): Promise<ReceiptId> {
  const [name, print] = await Promise.all([hexDigest(id), hexDigest(fingerprint)]);
  return { id: name.slice(0, 16), fingerprint: print.slice(0, 8), livesMs: receiptMs };
}

async function hexDigest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
