import type { CurrentSession, Json } from './contract';

/** A session as Redis holds it. */
export interface SessionRecord {
  userId: string;
  handle: string;
  /** SHA-256 of the id that opens it. */
  digest: string;
  epoch: string;
  device: string;
  address?: string;
  createdAt: number;
  absoluteAt: number;
  version: number;
  /** Each field with the version at which it last changed and its value as JSON. */
  fields: { [name: string]: [version: number, value: string] };
}

export function parseRecord(text: string): SessionRecord {
  return JSON.parse(text) as SessionRecord;
}

/** Fields as the scripts take and keep them. */
export function toFields(data: { [name: string]: Json }): [name: string, value: string][] {
  return Object.entries(data).map(([name, value]) => [name, JSON.stringify(value)]);
}

/**
 * What a caller is shown of a record.
 *
 * @param seen when it was last used and when it expires unless it is used again, in epoch milliseconds
 */
export function toSession(
  { userId, handle, device, address, createdAt, absoluteAt, version, fields }: SessionRecord,
  seen: { lastSeenAt: number; expiresAt: number },
): CurrentSession {
  return {
    handle,
    userId,
    device,
    ...(address !== undefined && { address }),
    createdAt,
    lastSeenAt: seen.lastSeenAt,
    expiresAt: Math.min(seen.expiresAt, absoluteAt),
    absoluteExpiresAt: absoluteAt,
    version,
    data: Object.fromEntries(
      Object.entries(fields)
        .map(([name, [, value]]) => [name, JSON.parse(value) as Json] as const)
        // A removed field keeps its version, so that a save from before its removal is seen to be late.
        .filter(([, value]) => value !== null),
    ),
  };
}
