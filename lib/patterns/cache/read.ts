import type { Redis } from '@upstash/redis';
import { CodedError, errorCodes, type ErrorCode } from '../../errors';
import type { Entry } from './entry';
import { keepWhile, sharedBy, type Claimed, type Flights } from './flights';
import { startLoad, type Load, type Stored } from './load';
import { encoded, type Loader, type Told } from './loader';
import type { Codec, Resolved } from './options';
import { reach, RedisDown } from './outage';
import { claim, look, type Place } from './store';
import { waitFor } from './wait';

export type Status = 'hit' | 'negative' | 'stale' | 'miss' | 'waited' | 'stale-if-error' | 'bypass';

/** What a read found, before its value is decoded. */
export interface Found {
  status: Status;
  reason: string;
  text: string | undefined;
  /** The value as it was stored, where it came from there. */
  entry?: Entry;
  /** The load that this reader did or waited for. */
  loadMs?: number;
  ttlMs?: number;
  stored?: Stored;
}

/** All that one read needs. */
export interface Reader<T> {
  redis: Redis;
  place: Place;
  load: Loader<T>;
  options: Resolved;
  codec: Codec;
  flights: Flights;
  background(work: () => Promise<unknown>): void;
  onError(error: unknown): void;
}

/**
 * Reads one value. What it takes from others of this process was asked of Redis, or loaded, after it began itself:
 * so no invalidation that had returned by then can have been missed.
 */
export async function read<T>(reader: Reader<T>): Promise<Found> {
  const startedAt = reader.flights.tick();
  try {
    return await readThrough(reader, startedAt);
  } catch (error) {
    if (!(error instanceof RedisDown)) throw error;
    return { status: 'bypass', reason: 'redis_down', text: await loadTogether(reader, startedAt) };
  }
}

async function readThrough<T>(reader: Reader<T>, startedAt: number): Promise<Found> {
  const { redis, place, options, flights } = reader;
  const deadline = performance.now() + options.waitMs;
  const again = () => reach(() => look(redis, place));
  let sight = await again();
  let waited = false;

  for (;;) {
    const { entry, state, standing } = sight;
    if (entry && standing === 'fresh') return fromStore(entry, waited ? 'waited' : undefined);
    if (state.kind === 'failed')
      return lastResort(entry, 'failed_lately', failure(state.about, options));
    if (state.kind === 'pass') return bypass(reader, state.why);

    if (state.kind === 'loading') {
      const load = flights.loads.get(place.entry);
      // The load began under the grant and the tags that were seen just now.
      if (load?.grant === state.grant && load.stamp === sight.stamp) {
        if (entry && performance.now() < load.staleUntil) return stale(entry, 'refreshing');
        return fromLoad(reader, load, entry, 'waited', 'loaded_here');
      }
      if (!entry || standing === 'expired') {
        const left = deadline - performance.now();
        const seen = await waitFor(flights, sharedBy(place), state.grant, left, again);
        if (!seen) return lastResort(entry, 'waited_too_long', tooLong(options.waitMs));
        sight = seen;
        waited = true;
        continue;
      }
    }

    const { claimed, mine } = await claimTogether(reader, startedAt);
    sight = claimed.claim;
    if (sight.standing === 'stale' && sight.entry) {
      if (mine && claimed.load) refreshInBackground(reader, claimed.load);
      if (sight.state.kind === 'loading')
        return stale(sight.entry, mine && claimed.load ? 'refresh_started' : 'refreshing');
    } else if (claimed.load) {
      return mine
        ? fromLoad(reader, claimed.load, sight.entry, 'miss', sight.standing)
        : fromLoad(reader, claimed.load, sight.entry, 'waited', 'loaded_here');
    }
  }
}

/** One claim for all readers of this process that began before it was sent. The load that it is granted starts here. */
async function claimTogether<T>(
  reader: Reader<T>,
  startedAt: number,
): Promise<{ claimed: Claimed; mine: boolean }> {
  const { redis, place, options, flights } = reader;
  const key = sharedBy(place);
  const shared = flights.claims.get(key);
  if (shared && shared.sentAt > startedAt) return { claimed: await shared.claimed, mine: false };
  const begin = async () => {
    const granted = await reach(() => claim(redis, place, options.leaseMs));
    if (granted.grant === undefined) return { claim: granted, load: undefined };
    const load = startLoad(reader, { ...granted, grant: granted.grant });
    return { claim: granted, load: keepWhile(flights.loads, place.entry, load, load.outcome) };
  };
  const sentAt = flights.tick();
  const claimed = begin();
  keepWhile(flights.claims, key, { sentAt, claimed }, claimed);
  return { claimed: await claimed, mine: true };
}

async function fromLoad<T>(
  reader: Reader<T>,
  { outcome }: Load,
  entry: Entry | undefined,
  status: 'miss' | 'waited',
  reason: string,
): Promise<Found> {
  const ended = await outcome;
  if (!ended.ok) {
    if (entry) reader.onError(ended.error);
    return lastResort(entry, 'load_failed', ended.error);
  }
  const { text, loadMs, ttlMs, stored, own } = ended.result;
  if (own !== undefined && status === 'waited') return bypass(reader, own);
  return { status, reason, text, loadMs, ttlMs, stored };
}

function fromStore(entry: Entry, status: Status | undefined): Found {
  const { text } = entry;
  if (status === 'waited') return { status, reason: 'loaded_elsewhere', text, entry };
  return { status: text === undefined ? 'negative' : 'hit', reason: 'fresh', text, entry };
}

const stale = (entry: Entry, reason: string): Found => ({
  status: 'stale',
  reason,
  text: entry.text,
  entry,
});

/** An old value, where there is one; else the error. */
function lastResort(entry: Entry | undefined, reason: string, error: unknown): Found {
  if (!entry) throw error;
  return { status: 'stale-if-error', reason, text: entry.text, entry };
}

function refreshInBackground<T>({ background, onError }: Reader<T>, { outcome }: Load): void {
  const told = outcome.then((ended) => {
    if (!ended.ok) onError(ended.error);
  });
  background(() => told);
}

async function bypass<T>({ load, options, codec }: Reader<T>, reason: string): Promise<Found> {
  const text = await encoded(load, options, codec);
  return { status: 'bypass', reason, text };
}

/**
 * Loads without Redis, one load at a time for each key. Who begins while one is under way waits for it and shares the
 * next: the one under way may have read what has been invalidated since. What turns out to be for one caller alone is
 * shared with nobody.
 */
async function loadTogether<T>(
  { flights, place, load, options, codec }: Reader<T>,
  startedAt: number,
): Promise<string | undefined> {
  for (;;) {
    const under = flights.directs.get(place.entry);
    if (!under) break;
    if (under.begunAt > startedAt) {
      const { text, own } = await under.loaded;
      return own === undefined ? text : encoded(load, options, codec);
    }
    await under.loaded.catch(() => undefined);
  }
  const begunAt = flights.tick();
  const told: Told = {};
  const loaded = encoded(load, options, codec, told).then((text) => ({ text, own: told.own }));
  return (await keepWhile(flights.directs, place.entry, { begunAt, loaded }, loaded).loaded).text;
}

function failure(about: string, { errorBackoffMs }: Resolved): CodedError {
  const { code, message } = JSON.parse(about) as { code: string; message: string };
  const known = code in errorCodes ? (code as ErrorCode) : 'origin_unavailable';
  return new CodedError(known, message, { retryAfterSeconds: Math.ceil(errorBackoffMs / 1_000) });
}

const tooLong = (waitMs: number) =>
  new CodedError('origin_unavailable', `Another load of this did not end within ${waitMs} ms.`, {
    retryAfterSeconds: 1,
  });
