import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { encoded, type Loader, type Told } from './loader';
import type { Codec, Resolved } from './options';
import { fill, settle, type Claim, type Place, type State } from './store';

/** What became of a load, in the words of those who asked for it. */
export type Stored =
  | 'stored'
  /** An invalidation came while it loaded: who reads from then on may not get it. */
  | 'invalidated'
  | 'lease_lost'
  | 'too_large'
  | 'not_kept'
  | 'write_failed';

interface Result {
  /** The encoded value; undefined where there is none. */
  text: string | undefined;
  loadMs: number;
  ttlMs: number;
  stored: Stored;
  /** Why it is nobody else's. */
  own: string | undefined;
}

export type Outcome = { ok: true; result: Result } | { ok: false; error: unknown };

/** A load of this process under a lease. */
export interface Load {
  grant: string;
  stamp: string;
  /** Until when the old value may be served, by `performance.now()`. */
  staleUntil: number;
  /** Never rejects. */
  outcome: Promise<Outcome>;
}

interface Work<T> {
  redis: Redis;
  place: Place;
  load: Loader<T>;
  options: Resolved;
  codec: Codec;
  onError(error: unknown): void;
}

/** Loads under the lease that was granted, which is renewed meanwhile, and stores what came. */
export function startLoad<T>(
  work: Work<T>,
  { grant, stamp, now, entry }: Claim & { grant: string },
): Load {
  const startedAt = performance.now();
  const staleMs = entry ? entry.at + entry.ttlMs + entry.staleMs - now : 0;
  return {
    grant,
    stamp,
    staleUntil: startedAt + staleMs,
    outcome: run(work, grant, stamp, now, startedAt).then(
      (result) => ({ ok: true, result }),
      (error: unknown) => ({ ok: false, error }),
    ),
  };
}

async function run<T>(
  { redis, place, load, options, codec, onError }: Work<T>,
  grant: string,
  stamp: string,
  now: number,
  startedAt: number,
): Promise<Result> {
  const end = (next: State, forMs: number) =>
    settle(redis, place, grant, next, forMs).catch(onError);

  const stopRenewing = repeat(options.leaseMs / 3, () =>
    end({ kind: 'loading', grant }, options.leaseMs),
  );
  const told: Told = {};
  let text: string | undefined;
  try {
    text = await encoded(load, options, codec, told);
  } catch (error) {
    await end({ kind: 'failed', about: describe(error) }, options.errorBackoffMs);
    throw error;
  } finally {
    stopRenewing();
  }

  const loadMs = Math.round(performance.now() - startedAt);
  const { own, times = options } = told;
  const ttlMs = dieEarly(text === undefined ? times.negativeTtlMs : times.ttlMs, times.jitter);
  const done = (stored: Stored) => ({ text, loadMs, ttlMs, stored, own });

  if (own !== undefined || (text?.length ?? 0) > times.maxLength) {
    await end({ kind: 'pass', why: own ?? 'too_large' }, times.passMs);
    return done(own === undefined ? 'too_large' : 'not_kept');
  }
  if (ttlMs === 0) {
    await end({ kind: 'idle' }, 0);
    return done('not_kept');
  }
  const [staleMs, graceMs] = (text === undefined ? [0, 0] : [times.staleMs, times.graceMs]).map(
    Math.round,
  ) as [number, number];
  const entry = { at: now + loadMs, ttlMs, staleMs, graceMs, grant, loadMs, text };
  try {
    return done(await fill(redis, place, stamp, entry));
  } catch (error) {
    // The value is good; only the next readers must load it again.
    onError(error);
    return done('write_failed');
  }
}

/** Does something again and again, never twice at a time. @returns ends it */
function repeat(everyMs: number, act: () => Promise<unknown>): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let ended = false;
  const next = () => {
    timer = setTimeout(() => void act().then(() => ended || next()), everyMs);
  };
  next();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** Never later than was asked for: the jitter only takes away. */
function dieEarly(ttlMs: number, jitter: number): number {
  return Math.min(ttlMs, Math.ceil(ttlMs * (1 - jitter * Math.random())));
}

/** What of an error may be told to the readers of other processes: a coded one is made for callers. */
function describe(error: unknown): string {
  const { code, message } =
    error instanceof CodedError
      ? error
      : { code: 'origin_unavailable', message: 'It could not be loaded a moment ago.' };
  return JSON.stringify({ code, message });
}
