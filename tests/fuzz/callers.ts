import type { Redis } from '@upstash/redis';
import { makeUser } from '../support/callers';

export const callers = ['nobody', 'user', 'admin'] as const;
export type CallerKind = (typeof callers)[number];

/** Requests of one user. Fewer than any rate limit of the API lets through. */
const perUser = 15;

/**
 * Gives the headers of a caller. Now and then it is another one: what a user did to themselves, as ending their session,
 * stops no later request, and none meets a rate limit.
 */
export function createCaller(redis: Redis, kind: CallerKind) {
  let left = 0;
  let cookie: Record<string, string> = {};
  let address = 0;
  return async (): Promise<Record<string, string>> => {
    if (kind !== 'nobody' && left-- <= 0) {
      left = perUser;
      ({ cookie } = await makeUser(redis, { admin: kind === 'admin' }));
    }
    address = (address + 1) % 2 ** 24;
    const bytes = [address >> 16, (address >> 8) & 0xff, address & 0xff];
    return { 'x-forwarded-for': `10.${bytes.join('.')}`, ...cookie };
  };
}
