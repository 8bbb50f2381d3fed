import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import { createScript } from '../../redis/script';
import advanceSource from './advance.lua' with { type: 'text' };
import {
  maxErrors,
  maxLines,
  usersPerChunk,
  type LineError,
  type ResultOfImport,
} from './contract-bulk';
import { importMs, keys } from './keys';
import { unreachable } from './reply';
import { runIndependent } from './run';
import { parseLine, refusalOf, stepsPerUser, userSteps, type Entry, type Line } from './users';

const advanceScript = createScript(advanceSource);

export interface ImportOptions {
  /** Names the import. */
  id: string;
  /** The number of the first line, from 1. */
  from?: number;
  /** True where other parts follow this one. */
  more?: boolean;
}

interface Acknowledged {
  line: number;
  updated: number;
  failed: number;
  done: boolean;
}

export async function importLines(
  redis: Redis,
  prefix: string,
  lines: AsyncIterable<Line> | Iterable<Line>,
  { id, from = 1, more = false }: ImportOptions,
): Promise<ResultOfImport> {
  let acknowledged = await readAcknowledged(redis, prefix, id);
  if (from > acknowledged.line + 1) throw notNext(acknowledged.line + 1);
  const errors: LineError[] = [];
  let chunk: Entry[] = [];

  async function write(done: boolean) {
    const failed = await writeUsers(redis, prefix, chunk, acknowledged.line);
    errors.push(...failed.slice(0, maxErrors - errors.length));
    acknowledged = await advance(redis, prefix, id, { chunk, failed, done, acknowledged });
    chunk = [];
  }

  let number = from - 1;
  for await (const line of lines) {
    number++;
    if (number > maxLines)
      throw new CodedError('body_too_large', `An import may have ${maxLines} lines at the most.`);
    if (number <= acknowledged.line) continue;
    chunk.push(parseLine(number, line));
    if (chunk.length === usersPerChunk) await write(false);
  }
  if (chunk.length > 0 || (!more && !acknowledged.done)) await write(!more);
  const { done, ...counts } = acknowledged;
  return { id, state: done ? 'done' : 'open', ...counts, errors };
}

async function readAcknowledged(redis: Redis, prefix: string, id: string): Promise<Acknowledged> {
  // Not decoded, HMGET is the list that Redis sends.
  const [line, updated, failed, done] = (await redis.hmget(
    keys.progress({ prefix, id }),
    'line',
    'updated',
    'failed',
    'done',
  )) as unknown as (string | null)[];
  return {
    line: Number(line ?? 0),
    updated: Number(updated ?? 0),
    failed: Number(failed ?? 0),
    done: done === '1',
  };
}

/** @returns the lines that were not written, each with its reason */
async function writeUsers(
  redis: Redis,
  prefix: string,
  chunk: readonly Entry[],
  acknowledged: number,
): Promise<LineError[]> {
  const users = chunk.flatMap(({ line, user }) => (user ? [{ line, user }] : []));
  const steps = users.flatMap(({ user }) => userSteps(prefix, user));
  const outcomes = await runIndependent(redis, steps, prefix, { retry: { times: 2 } });
  if (outcomes.some((outcome) => !outcome.ok && outcome.reason !== 'refused'))
    throw unreachable(`Redis cannot be reached at the moment. Go on after line ${acknowledged}.`);
  const refused = users.flatMap(({ line }, index) => {
    const own = outcomes.slice(index * stepsPerUser, (index + 1) * stepsPerUser);
    return refusalOf(line, own) ?? [];
  });
  const malformed = chunk.flatMap(({ error }) => error ?? []);
  return [...malformed, ...refused].sort((a, b) => a.line - b.line);
}

interface Advance {
  chunk: readonly Entry[];
  failed: readonly LineError[];
  done: boolean;
  acknowledged: Acknowledged;
}

async function advance(
  redis: Redis,
  prefix: string,
  id: string,
  { chunk, failed, done, acknowledged }: Advance,
): Promise<Acknowledged> {
  const failedLines = new Set(failed.map(({ line }) => line));
  const written = chunk.flatMap(({ line, user }) =>
    user && !failedLines.has(line) ? [user.id] : [],
  );
  const [outcome, line, updated, allFailed] = await advanceScript.run<
    ['ok' | 'moved', number, number, number]
  >(redis, {
    keys: [keys.progress({ prefix, id }), keys.errors({ prefix, id }), keys.users({ prefix, id })],
    args: [
      importMs,
      acknowledged.line + 1,
      acknowledged.line + chunk.length,
      done ? 1 : 0,
      written.length,
      failed.length,
      maxErrors,
      JSON.stringify([failed.map((error) => JSON.stringify(error)), written]),
    ],
  });
  if (outcome === 'moved')
    throw new CodedError(
      'version_conflict',
      `Another upload goes on with this import, and has come to line ${line}.`,
    );
  return { line, updated, failed: allFailed, done };
}

function notNext(next: number): CodedError {
  return new CodedError('invalid_request', `The next line of this import is ${next}.`, {
    fields: [{ field: 'query/from', message: `At most ${next}: no line before may be missing` }],
  });
}
