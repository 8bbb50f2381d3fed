/**
 * The name of a player without an account: `guest~` and the digest of a secret that only their browser has. So a name
 * on a board cannot be played under by who reads it there, and no account has such a name. 60 bits: two guests meet in
 * one name when a billion have played.
 */
export async function guestName(key: string): Promise<string> {
  return `guest~${(await hexDigest(key)).slice(0, 15)}`;
}

/** The SHA-256 of a text, in hexadecimal digits. */
export async function hexDigest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
