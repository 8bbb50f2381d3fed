import { constants } from 'node:os';
import { reportFailure } from './launch-error.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type StopSignal = (typeof SIGNALS)[number];

/** npm passes on a Ctrl-C that the terminal has sent already; later than this the person means it. */
const SAME_KEYSTROKE_MS = 1_000;
const PARENT_CHECK_MS = 200;

export interface Run {
  /** Says how to end what was just started. The last one started is the first one ended. */
  onStop(end: (signal: StopSignal | undefined) => Promise<void>): void;
}

/**
 * Runs a command that starts things, and sees to it that they end with it: when `body` is done or fails, and at Ctrl-C,
 * SIGTERM or SIGHUP, also when these come in the middle of starting. A second Ctrl-C waits for nothing. Ends the process:
 * with the code that `body` resolves to, 1 when it fails, 128 and the signal's number when a signal came.
 */
export async function runUntilStopped(body: (run: Run) => Promise<number>): Promise<never> {
  const ends: Array<(signal: StopSignal | undefined) => Promise<void>> = [];
  const stopped = nextStopSignal();
  const finished = body({ onStop: (end) => void ends.push(end) });
  // After a signal nobody waits for it any more, and what it meets while everything ends is no news.
  finished.catch(() => undefined);

  let signal: StopSignal | undefined;
  let code = 1;
  try {
    const outcome = await Promise.race([finished, stopped]);
    if (typeof outcome === 'number') code = outcome;
    else signal = outcome;
  } catch (error) {
    reportFailure(error);
  }
  for (const end of ends.reverse()) await end(signal).catch(reportFailure);
  process.exit(signal ? 128 + constants.signals[signal] : code);
}

function nextStopSignal(): Promise<StopSignal> {
  return new Promise((resolve) => {
    let first: number | undefined;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        first ??= Date.now();
        if (Date.now() - first > SAME_KEYSTROKE_MS) process.exit(128 + constants.signals[signal]);
        resolve(signal);
      });
    }
    // When npm is killed, or the shell between it and us, nobody is left to pass a signal on.
    if (process.env.npm_lifecycle_event) {
      const parent = process.ppid;
      setInterval(() => process.ppid !== parent && resolve('SIGHUP'), PARENT_CHECK_MS).unref();
    }
  });
}
