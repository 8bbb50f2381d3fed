import { randomBytes } from 'node:crypto';

/**
 * The protocol's `upstash-sync-token`: a caller sends the last one it saw so that a replica can catch up first. With one server
 * there is nothing to catch up with, so an incoming token is accepted unread; the value still changes with every write.
 */
export interface SyncToken {
  current(): string;
  wrote(): void;
}

export function createSyncToken(): SyncToken {
  const instance = randomBytes(9).toString('base64url');
  let writes = 0;
  let token = `${instance}.0`;
  return {
    current: () => token,
    wrote: () => {
      token = `${instance}.${(++writes).toString(36)}`;
    },
  };
}
