import { CodedError } from '../errors';

/** Of one caller: several tabs, and a household or a small office behind one address. */
export const maxStreamsOfCaller = 50;
/** Of this process. Each may hold a backlog, so there must be an end. */
export const maxStreams = 1_000;

const places = new Map<string, number>();
let taken = 0;

/**
 * Takes a place for one more open stream.
 *
 * @param caller under what name the caller is counted
 * @returns gives it back; a second call does nothing
 * @throws CodedError `rate_limited` where the caller has as many as one may, `unavailable` where all places are taken
 */
export function takePlace(caller: string): () => void {
  const own = places.get(caller) ?? 0;
  if (own >= maxStreamsOfCaller)
    throw new CodedError('rate_limited', `You have ${own} open streams. Close one first.`, {
      retryAfterSeconds: 5,
    });
  if (taken >= maxStreams)
    throw new CodedError('unavailable', 'This server has no room for one more stream. Poll.', {
      retryAfterSeconds: 5,
    });
  places.set(caller, own + 1);
  taken++;
  let isGiven = false;
  return () => {
    if (isGiven) return;
    isGiven = true;
    taken--;
    const left = places.get(caller)! - 1;
    if (left > 0) places.set(caller, left);
    else places.delete(caller);
  };
}
