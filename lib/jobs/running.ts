import type { ClaimedJob, Lease, Outcome, Queue } from '../patterns/queue';
import type { RunOptions } from './run-job';

/** How long a job that was told to stop may take to do so, at the most. */
const longestStopMs = 1_000;
/** Progress is told this often at the most. */
const tellEveryMs = 1_000;

export interface RunningOptions {
  queue: Queue;
  leaseMs: number;
  /** Does the work of one job, and never throws. */
  run(job: ClaimedJob, options: Pick<RunOptions, 'signal' | 'progress'>): Promise<Outcome>;
}

/** The jobs that a worker has in hand. */
export interface Running {
  readonly size: number;
  /** True where none is in hand, and it is known of all how they went. */
  readonly isIdle: boolean;
  /** @param until when its lease ends at the earliest, by `performance.now()` */
  start(job: ClaimedJob, until: number): void;
  /** How those went that ended since this was asked last. */
  takeEnded(): Outcome[];
  /** Resolves when a job ends, when `ms` are over, or when one of the signals fires. */
  change(ms: number, ...signals: AbortSignal[]): Promise<void>;
  /**
   * Waits for all to end; those that do not within `graceMs` are told to stop, and count as given back. That takes a
   * second more, or as long again as the grace where that is less.
   */
  end(graceMs: number): Promise<void>;
}

interface Entry {
  job: ClaimedJob;
  stop: AbortController;
  /** Stops it when its lease is over by the clock of this process, whatever became of the renewals. */
  deadline: ReturnType<typeof setTimeout>;
  progress: Lease['progress'];
}

/** Runs jobs and holds their leases on, three times within the length of one. */
export function createRunning({ queue, leaseMs, run }: RunningOptions): Running {
  const entries = new Set<Entry>();
  let ended: Outcome[] = [];
  let changed = new AbortController();
  let beat: ReturnType<typeof setTimeout> | undefined;
  let beatAt = Infinity;

  const lost = () => new Error('The lease is lost');
  /** Some of the lease is left for the work to stop in. */
  const arm = (stop: AbortController, until: number) =>
    setTimeout(() => stop.abort(lost()), until - performance.now() - leaseMs / 10);

  function beatWithin(ms: number): void {
    const at = performance.now() + ms;
    if (at >= beatAt || entries.size === 0) return;
    clearTimeout(beat);
    beatAt = at;
    beat = setTimeout(() => void renew(), ms);
  }

  async function renew(): Promise<void> {
    const held = [...entries].filter(({ stop }) => !stop.signal.aborted);
    const askedAt = performance.now();
    const leases = held.map(({ job: { id, token }, progress }) => ({
      id,
      token,
      ...(progress && { progress }),
    }));
    // One that fails is made up for by the next; whose lease ends before is stopped by its deadline.
    const ends = held.length > 0 ? await queue.renew(leases).catch(() => undefined) : undefined;
    held.forEach((entry, index) => {
      if (ends === undefined || !entries.has(entry)) return;
      if (ends[index] === null) return entry.stop.abort(lost());
      clearTimeout(entry.deadline);
      entry.deadline = arm(entry.stop, askedAt + leaseMs);
    });
    beatAt = Infinity;
    beatWithin(leaseMs / 3);
  }

  function finish(entry: Entry, outcome: Outcome): void {
    if (!entries.delete(entry)) return;
    clearTimeout(entry.deadline);
    if (entries.size === 0) {
      clearTimeout(beat);
      beatAt = Infinity;
    }
    ended.push(outcome);
    changed.abort();
  }

  return {
    get size() {
      return entries.size;
    },
    get isIdle() {
      return entries.size === 0 && ended.length === 0;
    },

    start(job, until) {
      const stop = new AbortController();
      const entry: Entry = { job, stop, deadline: arm(stop, until), progress: undefined };
      entries.add(entry);
      beatWithin(leaseMs / 3);
      const progress = (percent: number, note?: string) => {
        entry.progress = { percent, ...(note !== undefined && { note }) };
        beatWithin(tellEveryMs);
      };
      void run(job, { signal: stop.signal, progress }).then((outcome) => finish(entry, outcome));
    },

    takeEnded() {
      const taken = ended;
      ended = [];
      changed = new AbortController();
      return taken;
    },

    change: (ms, ...signals) => sleep(ms, changed.signal, ...signals),

    async end(graceMs) {
      const none = async (ms: number) => {
        const until = performance.now() + ms;
        while (entries.size > 0 && performance.now() < until) {
          await sleep(until - performance.now(), changed.signal);
          changed = new AbortController();
        }
      };
      await none(graceMs);
      for (const { stop } of entries) stop.abort(new Error('The worker stops'));
      await none(Math.min(graceMs, longestStopMs));
      for (const entry of entries) {
        const { id, token } = entry.job;
        finish(entry, { id, token, outcome: 'released' });
      }
    },
  };
}

/** Resolves when the time is over, or one of the signals fires. */
export function sleep(ms: number, ...signals: AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener('abort', wake);
      resolve();
    };
    // The longest that a timer can be is three weeks.
    const timer = setTimeout(wake, Math.min(ms, 2 ** 31 - 1));
    for (const signal of signals) {
      if (signal.aborted) return wake();
      signal.addEventListener('abort', wake);
    }
  });
}
