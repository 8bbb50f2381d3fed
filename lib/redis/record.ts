import { redactCommand, redactError } from './redact';
import type { RoundTrip, Trace } from './trace';

/** What is known of a round trip when its answer has been read. */
interface FinishedTrip extends Omit<RoundTrip, 'commands' | 'shared'> {
  /** As they were sent; redacted when somebody looks. */
  commands: readonly (readonly unknown[])[];
  shared: boolean;
}

/** A trace that is being written. One per request or test, never shared. */
export interface TraceRecorder extends Trace {
  /** Sums over every trip there was, kept in {@link Trace.trips} or not. */
  readonly counts: { readonly roundTrips: number; readonly commands: number; readonly ms: number };
  /** Adds a trip. `replies` are its decoded results, for {@link creditScript}. */
  record(trip: FinishedTrip, replies?: readonly unknown[]): void;
}

/** Above this a trip is redacted at once, so that a trace does not hold large values for as long as it lives. */
const lazyBytes = 64 * 1024;

const credits = new WeakMap<object, (calls: number) => void>();

/**
 * Starts a trace.
 *
 * @param limits how many trips, and how many commands in all, are kept to be shown. What is over is only counted.
 */
export function createTrace({ maxTrips = 200, maxCommands = 1_000 } = {}): TraceRecorder {
  const trips: RoundTrip[] = [];
  const counts = { roundTrips: 0, commands: 0, ms: 0 };
  let room = maxCommands;

  return {
    trips,
    counts,
    record(finished, replies = []) {
      const commands = finished.commands.slice(0, room);
      const trip = withRedaction(finished, commands);
      counts.roundTrips += 1;
      counts.commands += trip.billed;
      counts.ms += trip.ms;
      if (trips.length < maxTrips) {
        trips.push(trip);
        room -= commands.length;
      }
      const credit = (calls: number) => {
        trip.billed += calls;
        counts.commands += calls;
      };
      for (const reply of replies) {
        if (typeof reply === 'object' && reply !== null) credits.set(reply, credit);
      }
    },
  };
}

/**
 * Adds the commands that a script ran to the round trip which carried its reply.
 *
 * @param reply the array that the client returned for the script. One that no trace recorded is passed over.
 * @param calls how many commands ran inside the script.
 */
export function creditScript(reply: object, calls: number): void {
  credits.get(reply)?.(calls);
}

function withRedaction(finished: FinishedTrip, raw: FinishedTrip['commands']): RoundTrip {
  const error = finished.error === undefined ? undefined : redactError(finished.error);
  const { at, ms, endpoint, billed, sentBytes, receivedBytes, attempts, shared } = finished;
  let redacted = sentBytes > lazyBytes ? raw.map(redactCommand) : undefined;
  let pending = redacted ? [] : raw;
  return {
    at,
    ms,
    endpoint,
    // An own accessor, so that JSON.stringify and spreads see it.
    get commands() {
      redacted ??= pending.map(redactCommand);
      pending = [];
      return redacted;
    },
    billed,
    sentBytes,
    receivedBytes,
    attempts,
    shared,
    ...(error === undefined ? {} : { error }),
  };
}
