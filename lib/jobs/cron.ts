import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** True for a call with CRON_SECRET as its Bearer, as the schedulers of hosts send it. */
export function isCronCall({ headers }: Request): boolean {
  const secret = process.env.CRON_SECRET;
  const given = /^Bearer (.+)$/.exec(headers.get('authorization') ?? '')?.[1];
  // Digests are of one length, which timingSafeEqual asks for.
  return Boolean(secret) && given !== undefined && timingSafeEqual(digest(given), digest(secret!));
}
