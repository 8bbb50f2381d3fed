import { CodedError } from '../../errors';
import { resolve, type Codec, type Lifetimes, type Resolved } from './options';

/** What a load is given. */
export interface LoadContext {
  /** Aborts when the load takes longer than it may. */
  signal: AbortSignal;
  /** Says how long the value may be served, where only the load can know. */
  keepFor(lifetimes: Lifetimes): void;
  /**
   * Says that the value is for this caller alone. It is not stored, nobody who waits gets it, and for `passMs` every
   * reader of the key loads for itself, side by side. @param why a word for the reason
   */
  doNotStore(why: string): void;
}

/**
 * Loads a value: the same for whoever asks, as are its errors, since those who wait share both.
 *
 * @returns `undefined` says that there is none, which may be kept too
 */
export type Loader<T> = (context: LoadContext) => Promise<T | undefined>;

/** What a load said of its value. */
export interface Told {
  times?: Resolved;
  own?: string;
}

/** Loads and encodes, within the time there is. */
export async function encoded<T>(
  load: Loader<T>,
  options: Resolved,
  codec: Codec,
  told: Told = {},
): Promise<string | undefined> {
  const { loadTimeoutMs } = options;
  const limit = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new CodedError(
        'origin_unavailable',
        `The load took more than ${loadTimeoutMs} ms.`,
      );
      limit.abort(error);
      reject(error);
    }, loadTimeoutMs);
  });
  try {
    const loading = load({
      signal: limit.signal,
      keepFor(lifetimes) {
        told.times = resolve(options, { staleMs: 0, graceMs: 0, ...lifetimes });
      },
      doNotStore(why) {
        told.own = why;
      },
    });
    const value = await Promise.race([loading, tooLong]);
    return value === undefined ? undefined : codec.encode(value);
  } finally {
    clearTimeout(timer);
  }
}
