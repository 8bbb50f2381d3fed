import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { assertCount } from '../../redis/assert-count';
import { newOperationId } from '../../redis/operation-id';
import { createScript, onceFor, type Once } from '../../redis/script';
import { maxScore, type Mode, type Period } from './contract-boards';
import type { ResultOfDistribution, ResultOfPage } from './contract';
import { maxSteps, type Standings } from './contract-schemas';
import distributionSource from './distribution.lua' with { type: 'text' };
import { hexDigest } from './guest';
import { keys, maxMembers as mostMembers, maxRunMs, receiptMs } from './keys';
import { keyOf, spanOf } from './period';
import { rowsOf, type Row } from './place';
import removeSource from './remove.lua' with { type: 'text' };
import { standingsOf, type StandingsReply } from './standings';
import standingsSource from './standings.lua' with { type: 'text' };
import submitSource from './submit.lua' with { type: 'text' };
import { outcomeOf, type Outcome, type SubmitReply } from './outcome';
import windowSource from './window.lua' with { type: 'text' };

export { guestName } from './guest';
export type { Outcome } from './outcome';

const submitScript = createScript(submitSource);
const windowScript = createScript(windowSource);
const standingsScript = createScript(standingsSource);
const distributionScript = createScript(distributionSource);
const removeScript = createScript(removeSource);

export interface LeaderboardOptions {
  /** What all keys of this instance begin with. Two instances with one prefix share their boards. */
  prefix?: string;
  board: string;
  /** The higher of two scores stands, their sum, or the latest. */
  mode: Mode;
  /** Past it the last place is dropped: 1 to 1 000 000. */
  maxMembers?: number;
  /** The clock by which a reader chooses its week and day, in epoch milliseconds. Scores go by the clock of Redis. */
  now?: () => number;
}

export interface Leaderboard {
  /**
   * Counts a score for all time, the running week and the running day, at one moment. One round trip; 20 commands for
   * a new member, 19 for a better score, 10 for one that is not. As the board grows these grow with its logarithm.
   *
   * @param score a whole number within ± 1 000 000 000
   * @returns what stands now on each board and its rank; or that a sum would leave the range, and nothing was changed
   * @throws CodedError `invalid_request` for any other score
   */
  submit(member: string, score: number, options?: Once): Promise<Outcome>;

  /**
   * Starts a game for a member. One command. The same operation id gives the same run.
   *
   * @param lifeMs when the run ends by itself, in milliseconds: 1 to 600 000
   * @returns the id under which {@link finishRun} takes its score
   */
  startRun(member: string, lifeMs: number, options?: Once): Promise<string>;

  /**
   * Counts the score of a run, once. Two commands more than {@link submit}.
   *
   * @param run.lifeMs what the run was started with
   * @param run.minMs the run must be so old, by the clock of Redis
   * @returns as `submit`; or that there is no such run (any more), or that it is too young, which leaves it alive
   */
  finishRun(
    run: { id: string; lifeMs: number; minMs: number },
    score: number,
    options?: Once,
  ): Promise<Outcome>;

  /** The best, up to 100. One round trip, one command. */
  top(period: Period, limit?: number): Promise<Row[]>;

  /** A page of a board. At its top one command, further down two; three where the first line ties with the one above. */
  page(period: Period, offset: number, limit: number): Promise<ResultOfPage>;

  /** A member and up to `radius` lines on either side; empty where it is not there. Three commands, or four in a tie. */
  around(member: string, radius: number, period?: Period): Promise<Row[]>;

  /** How one member stands, and how many there are. Four commands. */
  rank(member: string, period?: Period): Promise<Standings['standings'][number]>;

  /** Some members, the best first, who is not there last. Three commands, and one for each who is there. */
  friends(members: readonly string[], period?: Period): Promise<Standings>;

  /** Members by the beginning of their names, the exact name first. As `friends`, and one command. @param limit 1 to 50 */
  search(prefix: string, period?: Period, limit?: number): Promise<Standings>;

  /** How many members are on a board. One command. */
  size(period?: Period): Promise<number>;

  /** How many members have how many points, in at most ten steps. One round trip, at most 13 commands. */
  distribution(period?: Period): Promise<ResultOfDistribution>;

  /** Takes a member off every board. Idempotent; with an operation id also after the member has come back. */
  remove(member: string, options?: Once): Promise<void>;
}

/**
 * A leaderboard over one Redis: a sorted set for all time, one for each week and one for each day, ordered by score
 * and, of equal scores, by who reached it first.
 *
 * @throws RangeError where `maxMembers` is out of range
 */
export function createLeaderboard(
  redis: Redis,
  {
    prefix = 'rp',
    board,
    mode,
    maxMembers = mostMembers,
    now = () => Date.now(),
  }: LeaderboardOptions,
): Leaderboard {
  if (!(maxMembers >= 1 && maxMembers <= mostMembers))
    throw new RangeError(`A board of ${maxMembers} members`);
  const tag = { prefix, board };
  const keyNow = (period: Period) => keyOf(period, tag, now());

  async function count(
    score: number,
    { member = '', run }: { member?: string; run?: { id: string; lifeMs: number; minMs: number } },
    { operationId = newOperationId() }: Once = {},
  ): Promise<Outcome> {
    if (!Number.isInteger(score) || Math.abs(score) > maxScore)
      throw new CodedError('invalid_request', `A score is a whole number within ± ${maxScore}.`);
    const reply = await submitScript.run<SubmitReply>(redis, {
      keys: [keys.base(tag), ...(run ? [keys.run({ ...tag, id: run.id })] : [])],
      args: [mode, score, member, maxScore, maxMembers, run?.lifeMs ?? 0, run?.minMs ?? 0],
      once: {
        operationId,
        receipt: keys.receipt({ ...tag, id: operationId.id }),
        ttlMs: receiptMs,
      },
    });
    return outcomeOf(reply);
  }

  async function window(period: Period, args: (string | number)[]): Promise<Row[]> {
    const [first, rank, ...flat] = await windowScript.run<[number, number, ...string[]] | []>(
      redis,
      { keys: [keyNow(period)], args },
    );
    return first === undefined ? [] : rowsOf(flat as string[], first, rank);
  }

  async function top(period: Period, limit = 10): Promise<Row[]> {
    assertCount('limit', limit);
    const flat = await redis.zrange<string[]>(keyNow(period), 0, limit - 1, { withScores: true });
    return rowsOf(flat);
  }

  const standings = (period: Period, args: readonly (string | number)[]) =>
    standingsScript.run<StandingsReply>(redis, {
      keys: [keyNow(period), keys.names(tag)],
      args,
    });

  return {
    submit: (member, score, options) => count(score, { member }, options),
    finishRun: (run, score, options) => count(score, { run }, options),

    async startRun(member, lifeMs, { operationId = newOperationId() } = {}) {
      if (!(lifeMs >= 1 && lifeMs <= maxRunMs)) throw new RangeError(`A run of ${lifeMs} ms`);
      const { id, fingerprint } = operationId;
      const run = (await hexDigest(`${fingerprint} ${id} ${member}`)).slice(0, 32);
      // A resend must not set the clock of the run back.
      await redis.set(keys.run({ ...tag, id: run }), member, { px: lifeMs, nx: true });
      return run;
    },

    top,

    async page(period, offset, limit) {
      assertCount('limit', limit);
      // One more than asked for tells whether there are more.
      const rows =
        offset === 0
          ? await top(period, limit + 1)
          : await window(period, ['from', offset, limit + 1]);
      return {
        period,
        span: spanOf(period, now()),
        rows: rows.slice(0, limit),
        hasMore: rows.length > limit,
      };
    },

    around: (member, radius, period = 'all') => window(period, ['around', member, radius]),

    async rank(member, period = 'all') {
      return standingsOf(await standings(period, ['named', member]), 'asked').standings[0]!;
    },

    async friends(members, period = 'all') {
      return standingsOf(await standings(period, ['named', ...new Set(members)]), 'board');
    },

    async search(prefix, period = 'all', limit = 10) {
      assertCount('limit', limit);
      return standingsOf(await standings(period, ['prefix', prefix, limit]), 'asked');
    },

    size: (period = 'all') => redis.zcard(keyNow(period)),

    async distribution(period = 'all') {
      const [members, worst = 0, best = 0, width = 1, ...counts] = await distributionScript.run<
        [number, ...number[]]
      >(redis, { keys: [keyNow(period)], args: [maxSteps] });
      const steps = counts.map((count, index) => {
        const from = worst + index * width;
        return { from, to: Math.min(best, from + width - 1), members: count };
      });
      return { members, steps };
    },

    async remove(member, { operationId } = {}) {
      await removeScript.run(redis, {
        keys: [keys.base(tag)],
        args: [member],
        ...onceFor(operationId, (id) => keys.receipt({ ...tag, id }), receiptMs),
      });
    },
  };
}
