import type { Redis } from '@upstash/redis';
import { createScript } from '../../redis/script';
import claimSource from './claim.lua' with { type: 'text' };
import { formatEntry, lifeOf, parseEntry, type Entry } from './entry';
import fillSource from './fill.lua' with { type: 'text' };
import { tagLifeMs } from './keys';
import settleSource from './settle.lua' with { type: 'text' };

const claimScript = createScript(claimSource);
const fillScript = createScript(fillSource);
const settleScript = createScript(settleSource);

/** The keys of one value. */
export interface Place {
  entry: string;
  state: string;
  /** Sorted, each once: what is read and what was stored name them in one order. */
  tags: readonly string[];
}

/** What is known of a key besides its value. */
export type State =
  | { kind: 'idle' }
  | { kind: 'loading'; grant: string }
  /** It could not be loaded a moment ago; `about` is what may be told of it. */
  | { kind: 'failed'; about: string }
  /** It is not to be stored. */
  | { kind: 'pass'; why: string };

export type Standing = 'fresh' | 'stale' | 'expired' | 'invalidated' | 'absent';

/** What one look at Redis found. */
export interface Sight {
  /**
   * How the stored value stands. A plain read has no clock of Redis: it tells fresh from old, and leaves it to a claim
   * whether what is old may be served still.
   */
  standing: Standing | 'old';
  /** The stored value, where no invalidation has hit it. */
  entry: Entry | undefined;
  state: State;
  /** The versions of the tags. */
  stamp: string;
}

export interface Claim extends Sight {
  standing: Standing;
  /** By the clock of Redis, in epoch milliseconds. */
  now: number;
  /** The right to load; undefined where another has it, or where nobody needs it. */
  grant: string | undefined;
}

/** Reads a value with the versions of its tags. One command, however many tags. */
export async function look(redis: Redis, { entry, state, tags }: Place): Promise<Sight> {
  const [stored, stateText, ...versions] = await redis.mget<(string | null)[]>(
    entry,
    state,
    ...tags,
  );
  const stamp = versions.map((version) => version ?? '').join(' ');
  const sight = { entry: undefined, state: parseState(stateText ?? ''), stamp };
  if (stored === null || stored === undefined) return { ...sight, standing: 'absent' };
  const parsed = parseEntry(stored);
  // A tag without a version is in no stamp that was ever stored.
  if (parsed.stamp !== stamp) return { ...sight, standing: 'invalidated' };
  const { staleMs, graceMs } = parsed.entry;
  const fresh = stateText === 'fresh' || staleMs + graceMs === 0;
  return { ...sight, entry: parsed.entry, standing: fresh ? 'fresh' : 'old' };
}

/** Looks by the clock of Redis, and takes the right to load where it is free. One round trip. */
export async function claim(redis: Redis, place: Place, leaseMs: number): Promise<Claim> {
  const caller = crypto.randomUUID().slice(-12);
  const [standing, stored, state, stamp, now, grant] = await claimScript.run<
    [Standing, string, string, string, number, string]
  >(redis, {
    keys: [place.entry, place.state, ...place.tags],
    args: [caller, leaseMs, tagLifeMs],
  });
  return {
    standing,
    entry: stored === '' ? undefined : parseEntry(stored).entry,
    state: parseState(state),
    stamp,
    now,
    grant: grant === '' ? undefined : grant,
  };
}

/** Stores what was loaded under a grant. One round trip; again, it stores nothing twice. */
export function fill(
  redis: Redis,
  place: Place,
  stamp: string,
  entry: Entry,
): Promise<'stored' | 'lease_lost' | 'invalidated'> {
  const life = lifeOf(entry);
  return fillScript.run(redis, {
    keys: [place.entry, place.state, ...place.tags],
    args: [entry.grant, stamp, formatEntry(entry, stamp), entry.ttlMs, life],
  });
}

/** Renews a lease, or ends it without a value. @returns false where it was lost */
export async function settle(
  redis: Redis,
  place: Place,
  grant: string,
  next: State,
  forMs: number,
): Promise<boolean> {
  const state = forMs > 0 ? formatState(next) : '';
  const args = [grant, state, Math.ceil(forMs)];
  return (await settleScript.run<number>(redis, { keys: [place.state], args })) === 1;
}

function formatState(state: State): string {
  if (state.kind === 'loading') return `loading:${state.grant}`;
  if (state.kind === 'failed') return `failed:${state.about}`;
  return state.kind === 'pass' ? `pass:${state.why}` : '';
}

function parseState(text: string): State {
  const [kind, rest] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)];
  if (kind === 'loading') return { kind, grant: rest };
  if (kind === 'failed') return { kind, about: rest };
  return kind === 'pass' ? { kind, why: rest } : { kind: 'idle' };
}
