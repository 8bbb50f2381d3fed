import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceProcess } from './service-process';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const RESTARTS_IN_A_ROW = 8;
/** One that has lived this long counts as healthy again. */
const HEALTHY_AFTER_MS = 60_000;

export interface KeepRunningOptions {
  /** As a person knows it: `Redis`. */
  name: string;
  /** Starts it. `signal` is aborted when it need not come up any more. */
  launch: (signal: AbortSignal) => Promise<ServiceProcess>;
  /** How many times in a row it is brought back. Default 8, which takes about 16 s. */
  limit?: number;
  log?: (line: string) => void;
}

/** A service that outlives its processes. */
export interface KeptService {
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  /** Resolves to the reason when it could not be kept running; never when `stop` was called first. */
  givenUp: Promise<Error>;
  stop(): Promise<void>;
}

/**
 * Keeps one service running: when it dies it is started again, after pauses that double, until it has died too often in a
 * row.
 *
 * @throws what `launch` throws, at the first start
 */
export async function keepRunning(options: KeepRunningOptions): Promise<KeptService> {
  const { name, launch, limit = RESTARTS_IN_A_ROW, log } = options;
  const stopping = new AbortController();
  let deaths = 0;
  let current = await launch(stopping.signal);

  async function watch(): Promise<never> {
    for (;;) {
      const started = Date.now();
      const { how } = await current.exited;
      if (Date.now() - started > HEALTHY_AFTER_MS) deaths = 0;
      current = await revive(`${name} ended (${how})`);
    }
  }

  async function revive(reason: string): Promise<ServiceProcess> {
    while (deaths < limit) {
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** deaths, LONGEST_PAUSE_MS);
      stopping.signal.throwIfAborted();
      log?.(`${reason}: starting it again on the same address …`);
      await delay(pause, undefined, { signal: stopping.signal });
      deaths += 1;
      try {
        const service = await launch(stopping.signal);
        if (stopping.signal.aborted) await service.stop();
        return service;
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
      }
    }
    throw new Error(reason);
  }

  const ended = watch().catch((error: Error) => error);
  return {
    get pid() {
      return current.pid;
    },
    givenUp: new Promise((resolve) => {
      void ended.then((reason) => stopping.signal.aborted || resolve(reason));
    }),
    async stop() {
      stopping.abort();
      await current.stop();
      await ended;
    },
  };
}
