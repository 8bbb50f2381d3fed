import type { Redis } from '@upstash/redis';
import { runAtomic, type AtomicOptions, type DependentOptions, runDependent } from './atomic';
import { runIndependent, type RunOptions } from './run';
import type { Outcomes, Step } from './steps';

export { keptAnswer } from './kept-answer';
export { createBulk, type Bulk } from './bulk';
export { compareWays, type ComparisonGround } from './compare';
export { createComparisons } from './comparisons';
export { valueOf } from './reply';
export type { Step } from './steps';

export interface PipelineOptions {
  /** What the keys of this instance begin with: its receipts, and the hash tag of a batch's group. */
  prefix?: string;
}

export interface Batches {
  /**
   * Runs steps that have nothing to do with one another, in their order: ⌈n / chunk⌉ round trips and n commands,
   * with `once` three more for each chunk. Commands of others may come between them.
   *
   * One step that fails fails alone: every step has its own outcome, in its place.
   *
   * @throws CodedError `invalid_request` before anything is sent, where a lost answer would carry a step out twice
   *   and neither `once` nor `atLeastOnce` is given, or where a key is not of the group
   */
  run<const Steps extends readonly Step[]>(
    steps: Steps,
    options?: RunOptions,
  ): Promise<Outcomes<Steps>>;

  /**
   * Runs steps in one moment: a reader sees all of them or none. One round trip, n commands by MULTI/EXEC; with
   * `once` three more, by a script. All keys lie in one slot of a cluster.
   *
   * Redis does not roll back: a step that Redis refuses when its turn comes (a wrong type, a value that is no number)
   * undoes no other, and its outcome says so. A command that Redis does not know discards the whole of a MULTI/EXEC
   * (`EXECABORT`); in a script it fails alone.
   *
   * @throws CodedError `invalid_request` as `run` does, and where the batch is more than one moment should hold
   */
  runAtomic<const Steps extends readonly Step[]>(
    steps: Steps,
    options?: AtomicOptions,
  ): Promise<Outcomes<Steps>>;

  /**
   * As `runAtomic` with `once`, for steps that use replies to earlier ones: `(batch, reply) => batch.set(key, reply(0))`.
   * A step whose reply is missing (its step failed, or gave nothing, or a list) is not run, and says so. One round
   * trip, n + 3 commands.
   */
  runDependent<const Steps extends readonly Step[]>(
    steps: Steps,
    options: DependentOptions,
  ): Promise<Outcomes<Steps>>;
}

/** Batches over one Redis. Nothing is decoded: HGETALL is the flat list that Redis sends. */
export function createPipeline(redis: Redis, { prefix = 'rp' }: PipelineOptions = {}): Batches {
  return {
    run: async <const Steps extends readonly Step[]>(steps: Steps, options: RunOptions = {}) =>
      (await runIndependent(redis, steps, prefix, options)) as unknown as Outcomes<Steps>,
    runAtomic: async <const Steps extends readonly Step[]>(
      steps: Steps,
      options: AtomicOptions = {},
    ) => (await runAtomic(redis, steps, prefix, options)) as unknown as Outcomes<Steps>,
    runDependent: async <const Steps extends readonly Step[]>(
      steps: Steps,
      options: DependentOptions,
    ) => (await runDependent(redis, steps, prefix, options)) as unknown as Outcomes<Steps>,
  };
}
