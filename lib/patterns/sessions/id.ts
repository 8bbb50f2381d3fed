/**
 * A session id: 24 hexadecimal digits that stand for the user, 16 characters that stand for the session, and
 * 256 random bits. The first two say where to look, so that one round trip finds all; only the third is secret.
 */
export interface SessionId {
  /** What the cookie carries. Redis never sees it. */
  readonly id: string;
  /** A digest of the user's id. */
  readonly user: string;
  /** The session's public name. */
  readonly handle: string;
  /** SHA-256 of the whole id: what Redis knows of it. */
  readonly digest: string;
}

const shape = /^([\da-f]{24})([\w-]{16})[\w-]{43}$/;

/** A fresh id for a session. */
export async function newSessionId(user: string, handle: string): Promise<SessionId> {
  const secret = base64url(crypto.getRandomValues(new Uint8Array(32)));
  return describe(user + handle + secret, user, handle);
}

/** Reads an id as a caller brought it; undefined for what cannot be one. */
export async function parseSessionId(id: string): Promise<SessionId | undefined> {
  const [, user, handle] = shape.exec(id) ?? [];
  return user && handle ? describe(id, user, handle) : undefined;
}

/** The public handle of the session that an id belongs to, if it belongs to any. */
export function handleIn(id: string): string | undefined {
  return shape.exec(id)?.[2];
}

/** True where two ids are of one session: one replaced the other, or they are the same. */
export function areOfOneSession(a: string, b: string): boolean {
  return a.slice(0, 40) === b.slice(0, 40);
}

/**
 * The name under which a user's sessions are kept: 96 bits of a digest. To meet another user's takes 2⁹⁶
 * tries, and keys show no names.
 */
export async function userOf(userId: string): Promise<string> {
  const digest = await sha256(userId);
  return Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The name of the session that one operation makes, so that a resend finds it made. */
export async function handleOf(user: string, operation: string): Promise<string> {
  return base64url((await sha256(`${user} ${operation}`)).subarray(0, 12));
}

async function describe(id: string, user: string, handle: string): Promise<SessionId> {
  return { id, user, handle, digest: base64url(await sha256(id)) };
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
