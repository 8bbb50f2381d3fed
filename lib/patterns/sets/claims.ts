import type { Redis } from '@upstash/redis';
import { createScript, oneCommand, onceFor, type Once } from '../../redis/script';
import type { ResultOfClaim } from './contract-claims';
import { claimLifeMs, keys, receiptMs } from './keys';
import { claimedName } from './contract-names';
import releaseSource from './release.lua' with { type: 'text' };

const releaseScript = createScript(releaseSource);

export interface Claims {
  /**
   * Claims a name for 30 days. One command, which also tells whose it is: so a resend after a lost answer, or
   * a second claim by the same owner, is a win and not a defeat by oneself.
   *
   * Names are compared in one form (NFKC, small letters): "Ann", "ann" and "Ａnn" are one name.
   *
   * @throws ZodError for what is no name of ASCII letters and digits
   */
  claim(name: string, owner: string, options?: Once): Promise<ResultOfClaim>;

  /** Gives a name back. Idempotent. @returns false where it is somebody else's */
  release(name: string, owner: string, options?: Once): Promise<boolean>;
}

/** Unique names, first come first served. */
export function createClaims(redis: Redis, { prefix = 'rp' }: { prefix?: string } = {}): Claims {
  const once = (operationId: Once['operationId'], name: string) =>
    onceFor(operationId, (id) => keys.claimReceipt({ prefix, name, id }), receiptMs);
  return {
    async claim(asked, owner, { operationId } = {}) {
      const name = claimedName.parse(asked);
      const key = keys.claim({ prefix, name });
      const before = operationId
        ? await oneCommand.run<string | null>(redis, {
            keys: [key],
            args: ['SET', owner, 'NX', 'GET', 'PX', claimLifeMs],
            ...once(operationId, name),
          })
        : await redis.set<string>(key, owner, { nx: true, get: true, px: claimLifeMs });
      const holder = before ?? owner;
      return { name, owner: holder, claimed: holder === owner };
    },

    async release(asked, owner, { operationId } = {}) {
      const name = claimedName.parse(asked);
      const run = {
        keys: [keys.claim({ prefix, name })],
        args: [owner],
        ...once(operationId, name),
      };
      return (await releaseScript.run<number>(redis, run)) === 1;
    },
  };
}
