import { timingSafeEqual } from 'node:crypto';
import type { Role } from './command-rules';

/** Longest token in characters. */
const MAX_TOKEN = 512;

/**
 * Tells what a caller's token allows, in a time that depends neither on how much of it is right nor on which token it is.
 *
 * @throws RangeError for a token that is empty, too long, unprintable, or the same for both roles.
 */
export function createAuthenticator(
  token: string,
  readOnlyToken?: string,
): (candidate: string) => Role | undefined {
  if (token === readOnlyToken) throw new RangeError('the two tokens must differ');
  const full = padded(token);
  const readOnly = readOnlyToken === undefined ? undefined : padded(readOnlyToken);
  const scratch = Buffer.alloc(MAX_TOKEN + 2);

  return (candidate) => {
    fill(scratch, candidate);
    const isFull = timingSafeEqual(scratch, full);
    const isReadOnly = readOnly !== undefined && timingSafeEqual(scratch, readOnly);
    if (isFull) return 'full';
    return isReadOnly ? 'read-only' : undefined;
  };
}

function padded(token: string): Buffer {
  if (token.length > MAX_TOKEN || !/^[!-~]+$/.test(token)) {
    throw new RangeError(`a token must be 1 to ${MAX_TOKEN} printable ASCII characters, no spaces`);
  }
  const bytes = Buffer.alloc(MAX_TOKEN + 2);
  fill(bytes, token);
  return bytes;
}

/** Writes the token at a fixed size with its length, so that what was cut off or padded cannot look equal. */
function fill(bytes: Buffer, token: string): void {
  bytes.fill(0);
  bytes.writeUInt16LE(Math.min(token.length, 0xffff), MAX_TOKEN);
  bytes.write(token, 0, MAX_TOKEN, 'latin1');
}
