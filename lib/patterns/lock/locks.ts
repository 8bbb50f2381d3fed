import type { Redis } from '@upstash/redis';
import { createScript, onceFor, type Once } from '../../redis/script';
import acquireSource from './acquire.lua' with { type: 'text' };
import { maxListed, maxTtlMs, maxWaiters, type ResultOfList } from './contract';
import extendSource from './extend.lua' with { type: 'text' };
import { keys, listLifeMs, patienceMs, receiptMs } from './keys';
import leaveSource from './leave.lua' with { type: 'text' };
import listSource from './list.lua' with { type: 'text' };
import releaseSource from './release.lua' with { type: 'text' };
import { startRenewal } from './renewal';
import { tokenOf } from './token';
import type { AcquireOptions, Grant, Holding, Refusal, Released } from './types';
import { pollDelay, waitForTurn } from './wait';

const acquireScript = createScript(acquireSource);
const leaveScript = createScript(leaveSource);
const releaseScript = createScript(releaseSource);
const extendScript = createScript(extendSource);
const listScript = createScript(listSource);

export interface LocksOptions {
  /** What all keys of this instance begin with. */
  prefix?: string;
  /** Keep a list of who holds what; a command more for each grant, extension and release. False unless told. */
  listed?: boolean;
}

/** What came of work under a lock. */
export type Worked<T> =
  | Refusal
  | {
      acquired: true;
      value: T;
      /** True where the lock was lost before the work was over: others may have worked meanwhile. */
      lost: boolean;
      /** Why it could not be given back; it ends by its TTL then. */
      releaseError?: unknown;
    };

/** What a lock says to a token and a fence. */
export type Checked = 'held' | 'stale' | 'free';

export interface Locks {
  /**
   * Takes a lock, or says who holds it. Who waits gets it in the order of coming, and nobody passes those who wait.
   * A resend finds its own grant.
   *
   * One round trip: four commands for a free lock, two for one that is held. Waiting costs two a poll, four each half
   * second, and one more for the grant.
   *
   * @throws RangeError for a TTL that is out of range; the signal's reason where it fires
   */
  acquire(resource: string, options: AcquireOptions): Promise<Grant | Refusal>;

  /**
   * Prolongs a lock from now on to `ttlMs`. Four commands.
   *
   * @returns the grant with its new end, or null where the lock is not this token's any more
   */
  extend(resource: string, token: string, ttlMs: number, options?: Once): Promise<Grant | null>;

  /**
   * Looks whether a lock is held by the grant that gave this token and this fence. One command. Use it before you
   * accept a fence from a caller: a made-up fence from the future would lock out every holder until then.
   *
   * @returns 'stale' if a later grant holds it; 'free' if nobody does, or if no grant gave this pair
   */
  check(resource: string, grant: { token: string; fence: number }): Promise<Checked>;

  /**
   * Gives a lock back, if it is this token's. Three commands. Sent again it answers the same, for ten seconds; with
   * an operation id for ten minutes, for two commands more.
   */
  release(resource: string, token: string, options?: Once): Promise<Released>;

  /** Ends a lock whoever holds it. Its holder learns of it at the next renewal, and its fence stays good until the next grant shows a higher one. */
  break(resource: string, options?: Once): Promise<Exclude<Released, 'taken'>>;

  /**
   * Does work while holding a lock, which is extended as long as the work takes. Where that fails, the signal fires
   * before the lock ends. The work must hand its fence to whatever it writes to: no signal reaches a process that is
   * paused.
   *
   * @throws what the work throws
   */
  withLock<T>(
    resource: string,
    options: Omit<AcquireOptions, 'operationId'>,
    work: (holding: Holding) => Promise<T>,
  ): Promise<Worked<T>>;

  /** Locks that are held, those first whose time is over first; only of instances with `listed`. Four commands. */
  list(): Promise<ResultOfList>;
}

/**
 * Locks over one Redis, with fencing tokens after Martin Kleppmann, "How to do distributed locking" (2016). They keep
 * others out as long as the clock of one Redis and its data hold; what must hold beyond that is the store's, by the
 * fence.
 */
export function createLocks(
  redis: Redis,
  { prefix = 'rp', listed = false }: LocksOptions = {},
): Locks {
  const list = keys.list({ prefix });
  const base = keys.base({ prefix });
  const listKey = listed ? [list] : [];
  /** A resource as it stands in its keys, and so on the list. */
  const nameOf = (held: string) => held.slice(`${base}:held:`.length);

  async function ask(
    resource: string,
    token: string,
    { ttlMs, owner = '' }: AcquireOptions,
    mode: 'try' | 'wait' | 'beat',
    polls = 0,
  ): Promise<Grant | Refusal> {
    const held = keys.held({ prefix, resource });
    const reply = await acquireScript.run<Reply>(redis, {
      keys: [held, keys.line({ prefix, resource }), keys.grants({ prefix }), ...listKey],
      args: [token, owner, ttlMs, mode, patienceMs, maxWaiters, nameOf(held), listLifeMs],
    });
    const [granted, fence, ends, holder = '', place = 0] = reply;
    if (granted === 1) return grantOf(token, fence, ends);
    return {
      acquired: false,
      holder: fence === '0' ? null : { owner: holder, fence: Number(fence), expiresAt: +ends },
      retryAfterMs: Math.ceil(pollDelay(polls)),
      position: place === 0 ? null : place,
    };
  }

  async function acquire(resource: string, options: AcquireOptions, onSend?: () => void) {
    checkTtl(options.ttlMs);
    const { waitMs = 0, signal } = options;
    const token = await tokenOf(options.operationId);
    if (!(waitMs > 0)) {
      signal?.throwIfAborted();
      onSend?.();
      return ask(resource, token, options, 'try', 3);
    }
    let polls = 0;
    return waitForTurn({
      waitMs,
      signal,
      ask(beats) {
        onSend?.();
        return ask(resource, token, options, beats ? 'beat' : 'wait', polls++);
      },
      leave: () =>
        leaveScript.run(redis, {
          keys: [keys.line({ prefix, resource })],
          args: [token, patienceMs],
        }),
    });
  }

  const once = (operationId: Once['operationId']) =>
    onceFor(operationId, (id) => keys.receipt({ prefix, id }), receiptMs);

  async function extend(
    resource: string,
    token: string,
    ttlMs: number,
    { operationId }: Once = {},
  ): Promise<Grant | null> {
    checkTtl(ttlMs);
    const held = keys.held({ prefix, resource });
    const [kept, fence, ends] = await extendScript.run<[0 | 1, string, string]>(redis, {
      keys: [held, ...listKey],
      args: [token, ttlMs, nameOf(held)],
      ...once(operationId),
    });
    return kept === 1 ? grantOf(token, fence, ends) : null;
  }

  function release(resource: string, token: string, { operationId }: Once = {}): Promise<Released> {
    const held = keys.held({ prefix, resource });
    const run = { keys: [held, ...listKey], args: [token, nameOf(held)], ...once(operationId) };
    return releaseScript.run<Released>(redis, run);
  }

  return {
    acquire: (resource, options) => acquire(resource, options),
    extend,
    async release(resource, token, options) {
      if (token === '') throw new RangeError('A token is empty');
      return release(resource, token, options);
    },
    async check(resource, grant) {
      const state = await redis.get<string>(keys.held({ prefix, resource }));
      const [, fence, token] = /^(\d+) \d+ (\S+) /.exec(state ?? '') ?? [];
      if (fence === undefined) return 'free';
      if (token === grant.token && Number(fence) === grant.fence) return 'held';
      return Number(fence) > grant.fence ? 'stale' : 'free';
    },
    break: (resource, options) =>
      release(resource, '', options) as Promise<Exclude<Released, 'taken'>>,

    async withLock(resource, options, work) {
      let sentAt = 0;
      const grant = await acquire(resource, options, () => (sentAt = performance.now()));
      if (!grant.acquired) return grant;
      const { token, fence, grantedAt } = grant;
      const { ttlMs } = options;
      const keep = async () => (await extend(resource, token, ttlMs)) !== null;
      // An answer that came late has used up some of the time: work begins with all of it.
      const lateAt = performance.now();
      if (lateAt - sentAt > ttlMs / 3 && (await keep())) sentAt = lateAt;
      const renewal = startRenewal({ ttlMs, sentAt, extend: keep });
      const { signal } = renewal;
      const giveBack = async () => {
        renewal.stop();
        if (signal.aborted) return { lost: true };
        return release(resource, token).then(
          (outcome) => ({ lost: outcome !== 'released' }),
          (releaseError: unknown) => ({ lost: false, releaseError }),
        );
      };
      let value;
      try {
        value = await work({ fence, grantedAt, signal, extend: renewal.extend });
      } catch (error) {
        // What the work threw is what the caller must know; a lock that stays ends by its TTL.
        await giveBack();
        throw error;
      }
      return { acquired: true, value, ...(await giveBack()) };
    },

    async list() {
      const [now, found] = await listScript.run<[string, (string | number)[]]>(redis, {
        keys: [list, base],
        args: [maxListed, patienceMs],
      });
      const locks = Array.from({ length: found.length / 3 }, (_, index) => {
        const [name, state, waiting] = found.slice(3 * index, 3 * index + 3);
        const [fence, ends, , ...owner] = String(state).split(' ');
        return {
          resource: decodeURIComponent(String(name)),
          owner: owner.join(' '),
          fence: Number(fence),
          grantedAt: grantedAtOf(Number(fence)),
          expiresAt: Number(ends),
          waiting: Number(waiting),
        };
      });
      return { now: Number(now), locks };
    },
  };
}

type Reply = [granted: 0 | 1, fence: string, ends: string, owner?: string, place?: number];

/** A fence is the time of its grant in thousandths of a millisecond, the last three digits counting up. */
const grantedAtOf = (fence: number) => Math.floor(fence / 1_000);

function grantOf(token: string, fence: string, ends: string): Grant {
  const grantedAt = grantedAtOf(Number(fence));
  return { acquired: true, token, fence: Number(fence), grantedAt, expiresAt: Number(ends) };
}

function checkTtl(ttlMs: number): void {
  if (!(Number.isInteger(ttlMs) && ttlMs >= 1 && ttlMs <= maxTtlMs))
    throw new RangeError(`A TTL of ${ttlMs} ms`);
}
