import type { OperationId } from '../../redis/operation-id';

/**
 * The secret that proves who holds a lock. Made before the first send, so that every resend carries it and finds its
 * own grant: a receipt that costs no command.
 *
 * @param operationId makes the same token each time; without one it is 192 random bits
 */
export async function tokenOf(operationId?: OperationId): Promise<string> {
  if (operationId === undefined) return encode(crypto.getRandomValues(new Uint8Array(24)));
  // The fingerprint names the caller and the request, so nobody else who sends the same id has the same token.
  const text = new TextEncoder().encode(`${operationId.id} ${operationId.fingerprint}`);
  return encode(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
}

function encode(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
