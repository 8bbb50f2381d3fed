import type { Redis } from '@upstash/redis';
import { cut, defaultBounds, frameBytes, type Bounds } from './chunks';
import { checkGroup, runScript, type Once } from './script-batch';
import { noReply, sendSteps, settle } from './send';
import { encode, type Encoded, type Failure, type Outcome, type Step } from './steps';
import { checkRepeatable } from './repeatable';

/** How far a batch has come. */
export interface Progress {
  /** Steps with an outcome. */
  done: number;
  /** Of those, the ones without a value. */
  failed: number;
  total: number;
}

export interface RunOptions extends Bounds {
  /** Makes each chunk happen once. Its steps may then be of any kind, and their keys are of one group. */
  once?: Once;
  /** Says that a step may be carried out twice where an answer is lost, whatever its command. */
  atLeastOnce?: boolean;
  /**
   * Sends refused steps again by themselves, and a chunk without an answer as a whole.
   * `when` says of an error whether it may pass; unless told, those by which Redis says that it is busy or moving.
   */
  retry?: { times: number; when?(error: string): boolean };
  /** Ends the run: what has not left stays unsent, what is under way stays unanswered. */
  signal?: AbortSignal;
  /** Told after each chunk. */
  onProgress?(progress: Progress): void;
}

interface Item extends Encoded {
  index: number;
  step: Step;
}

const passing = /^(BUSY|CLUSTERDOWN|LOADING|MASTERDOWN|NOREPLICAS|OOM|READONLY|TRYAGAIN)\b/;

/** Runs independent steps, chunk by chunk. @returns their outcomes, one to one */
export async function runIndependent(
  redis: Redis,
  steps: readonly Step[],
  prefix: string,
  options: RunOptions,
): Promise<Outcome[]> {
  const { once, atLeastOnce = false, retry = { times: 0 }, signal, onProgress } = options;
  const bounds = { ...defaultBounds, ...options };
  const encoded = await encode(redis, steps);
  if (encoded.some(({ replies }) => replies.size > 0)) noReply();
  if (once) checkGroup(encoded, prefix, once.group);
  else if (!atLeastOnce) checkRepeatable(encoded);

  const outcomes: (Outcome | undefined)[] = encoded.map(({ bytes }) =>
    bytes + frameBytes > bounds.serverBytes ? tooLarge(bytes, bounds.serverBytes) : undefined,
  );
  const report = () => {
    const settled = outcomes.filter((outcome) => outcome !== undefined);
    const failed = settled.filter(({ ok }) => !ok).length;
    onProgress?.({ done: settled.length, failed, total: steps.length });
  };

  const send = async (chunk: readonly Item[], name: string) => {
    const request = () =>
      once
        ? runScript(redis, chunk, { ...once, prefix, operationId: partOf(once, name, chunk) })
        : sendSteps(
            redis,
            'pipeline',
            chunk.map(({ step }) => step),
          );
    let settled = await settle(chunk.length, request, signal);
    // Of a lost answer nothing is known, so the chunk is sent again as it was: with a receipt, under its first name.
    for (let again = 0; again < retry.times && isLost(settled); again++) {
      await pause(again, signal);
      if (!signal?.aborted) settled = await settle(chunk.length, request, signal);
    }
    return settled;
  };

  let waiting = encoded
    .map((item, index): Item => ({ ...item, index, step: steps[index]! }))
    .filter(({ index }) => outcomes[index] === undefined);
  let left = 'Cancelled before its turn';
  rounds: for (let round = 0; waiting.length > 0; round++) {
    for (const [number, chunk] of cut(waiting, bounds).entries()) {
      if (signal?.aborted) break rounds;
      const settled = await send(chunk, `${round}.${number}`);
      chunk.forEach(({ index }, at) => (outcomes[index] = settled[at]!));
      report();
      if (isLost(settled)) {
        // Each further chunk would wait for as long.
        if (!signal?.aborted) left = 'Redis had gone away before its turn';
        break rounds;
      }
    }
    if (round >= retry.times) break;
    waiting = waiting.filter(({ index }) => mayPass(outcomes[index], retry.when));
    if (waiting.length > 0) await pause(round, signal);
  }
  return outcomes.map((outcome) => outcome ?? { ok: false, reason: 'unsent', error: left });
}

/** The identity of one chunk: the same chunk of the same batch has the same, whoever cuts it again. */
function partOf({ operationId }: Once, name: string, chunk: readonly Item[]) {
  return {
    id: `${operationId.id}.${name}`,
    fingerprint: `${operationId.fingerprint} ${chunk.map(({ index }) => index).join()}`,
  };
}

function isLost(settled: readonly Outcome[]): boolean {
  return settled.some((outcome) => !outcome.ok && outcome.reason === 'unanswered');
}

function mayPass(
  outcome: Outcome | undefined,
  when: (error: string) => boolean = (error) => passing.test(error),
): boolean {
  return outcome?.ok === false && outcome.reason === 'refused' && when(outcome.error);
}

function tooLarge(bytes: number, limit: number): Failure {
  return {
    ok: false,
    reason: 'unsent',
    error: `${bytes} bytes, where the server takes ${limit} in one request`,
  };
}

/** 25–50 ms, then twice that each: at random, so that callers who were refused together do not return together. */
function pause(round: number, signal: AbortSignal | undefined): Promise<void> {
  const ms = 50 * 2 ** round * (0.5 + Math.random() / 2);
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
    if (signal?.aborted) done();
  });
}
