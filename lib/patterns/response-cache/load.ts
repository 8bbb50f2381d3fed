import type { Loader } from '../cache';
import { lifeOf } from '../cache/entry';
import { CodedError } from '../../errors';
import type { Asked } from './asked';
import { readBody } from './body';
import { keptFor, timingOf, type Exchange } from './lifetimes';
import { isFailure, whyNotStored } from './storable';
import { own, toStored, type Stored } from './stored';
import type { Handler } from './types';

/** What the handler answered to one request, where that is for this request alone. */
export interface Seen {
  /** False once the request has been answered: from then on nobody reads what comes. */
  wanted: boolean;
  /** Whether this request had the handler asked, and the status that it answered with. */
  asked?: true;
  status?: number;
  /** An answer that nobody else gets: an error, a private one, one too long to be stored. */
  answer?: Response;
  why?: string;
}

/** Asks the handler, and says what of its answer may be kept, and for how long. */
export function loadThrough(
  asked: Asked,
  { handler, maxBytes }: { handler: Handler; maxBytes: number },
  seen: Seen,
): Loader<Stored | typeof own> {
  return async ({ signal, keepFor, doNotStore }) => {
    seen.asked = true;
    const askedAt = Date.now();
    const answer = await handler(asked.request(signal));
    seen.status = answer.status;
    if (isFailure(answer.status)) {
      await handOver(seen, answer, 'failed');
      throw new CodedError(
        'origin_unavailable',
        `What is behind the cache answered ${answer.status}.`,
      );
    }
    const handOverAs = async (why: string, whole = answer) => {
      doNotStore(why);
      await handOver(seen, whole, why);
      return own;
    };
    const why = whyNotStored(answer, asked);
    if (why !== undefined) return handOverAs(why);

    const times = () => timesOf(answer, { askedAt, answeredAt: Date.now() });
    const before = times();
    if (!before) return handOverAs('no-lifetime');
    if (lifeOf(before) === 0) return handOverAs('not-fresh');

    const body = await readBody(answer.body, maxBytes).catch(brokeOff);
    if ('tooLong' in body) return handOverAs('too_large', new Response(body.tooLong, answer));
    const stored = await toStored(answer, body.bytes);
    // Reading a body takes time too, in which it grows older.
    const { timing, ttlMs, staleMs, graceMs } = times() ?? before;
    // The cache knows no value that is old from the first.
    keepFor({ ttlMs: Math.max(1, ttlMs), staleMs, graceMs });
    return { ...stored, ...timing };
  };
}

function timesOf(answer: Response, exchange: Exchange) {
  const timing = timingOf(answer, exchange);
  return timing && { timing, ...keptFor(answer, timing) };
}

async function handOver(seen: Seen, answer: Response, why: string): Promise<void> {
  // Behind a stale answer, or after its time, nobody takes it: its origin should not go on sending.
  if (!seen.wanted) return answer.body?.cancel();
  Object.assign(seen, { answer, why });
}

function brokeOff(cause: unknown): never {
  if (cause instanceof CodedError) throw cause;
  throw new CodedError('origin_unavailable', 'What is behind the cache broke off.', { cause });
}
