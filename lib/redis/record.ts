import { redactCommand, redactError } from './redact';
import type { RoundTrip, Trace } from './trace';

/** What is known of a round trip when its answer has been read. */
export interface FinishedTrip extends Omit<RoundTrip, 'commands' | 'guard'> {
  /** As they were sent; redacted when somebody looks. */
  commands: readonly (readonly unknown[])[];
}

/** A trace that is being written. One per request or test, never shared. */
export interface TraceRecorder extends Trace {
  /** Sums over every trip there was, kept in {@link Trace.trips} or not. */
  readonly counts: { readonly roundTrips: number; readonly commands: number; readonly ms: number };
  /** Adds a trip. `replies` are its decoded results, for {@link creditScript}. */
  record(trip: FinishedTrip, replies?: readonly unknown[]): void;
  /** From now on its trips go into another trace: what it has recorded was told. */
  seal(later: TraceRecorder): void;
}

/** Above this a trip is redacted at once, so that a trace does not hold large values for as long as it lives. */
const lazyBytes = 64 * 1024;

type Counts = { -readonly [Sum in keyof TraceRecorder['counts']]: number };

/** A trip in the books of a trace. Every request is traced and few traces are looked at, so what is shown is made late. */
class Entry {
  readonly #finished: FinishedTrip;
  readonly #counts: Counts;
  #shown: RoundTrip | undefined;

  constructor(finished: FinishedTrip, counts: Counts) {
    this.#finished = finished;
    this.#counts = counts;
  }

  show(): RoundTrip {
    const { commands, error, ...rest } = this.#finished;
    if (!this.#shown) {
      this.#shown = {
        ...rest,
        commands: commands.map(redactCommand),
        ...(error !== undefined && { error: redactError(error) }),
      };
      this.#finished.commands = [];
    }
    return this.#shown;
  }

  credit(calls: number): void {
    this.#finished.billed += calls;
    this.#counts.commands += calls;
    if (this.#shown) this.#shown.billed += calls;
  }
}

const credits = new WeakMap<object, Entry>();

/**
 * Starts a trace.
 *
 * @param limits how many trips, and how many commands in all, are kept to be shown. What is over is only counted.
 */
export function createTrace({ maxTrips = 200, maxCommands = 1_000 } = {}): TraceRecorder {
  const kept: Entry[] = [];
  const trips: RoundTrip[] = [];
  const counts: Counts = { roundTrips: 0, commands: 0, ms: 0 };
  let room = maxCommands;
  let later: TraceRecorder | undefined;

  return {
    get trips() {
      for (const entry of kept.slice(trips.length)) trips.push(entry.show());
      return trips;
    },
    counts,
    seal: (other) => void (later = other),
    record(finished, replies = []) {
      if (later) return later.record(finished, replies);
      counts.roundTrips += 1;
      counts.commands += finished.billed;
      counts.ms += finished.ms;
      const entry = new Entry(finished, counts);
      finished.commands = kept.length < maxTrips ? firstOf(finished.commands, room) : [];
      if (kept.length < maxTrips) kept.push(entry);
      room -= finished.commands.length;
      if (finished.sentBytes > lazyBytes) entry.show();
      for (const reply of replies) {
        // What a script's envelope returns begins with the number of its calls.
        if (Array.isArray(reply) && typeof reply[0] === 'number') credits.set(reply, entry);
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
  credits.get(reply)?.credit(calls);
}

const firstOf = <T>(items: readonly T[], most: number) =>
  items.length > most ? items.slice(0, most) : items;
