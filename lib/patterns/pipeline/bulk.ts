import type { Redis } from '@upstash/redis';
import type {
  LineError,
  ResultOfImport,
  ResultOfInvalidation,
  ResultOfReadImport,
  ResultOfUser,
} from './contract-bulk';
import { maxRolesRead } from './contract-bulk';
import { importLines, type ImportOptions } from './import';
import { invalidate, type Invalidated } from './invalidate';
import type { Once } from '../../redis/script';
import { keptAnswer } from './kept-answer';
import { keys } from './keys';
import { flatToRecord, valueOf } from './reply';
import { runIndependent } from './run';
import type { Step } from './steps';
import type { Line } from './users';

interface BulkOptions {
  /** What all keys of this instance begin with. */
  prefix?: string;
}

export interface Bulk {
  /**
   * Writes users line by line, in chunks: for each chunk one round trip of four commands a user, and one that
   * acknowledges the lines. What was acknowledged is skipped when it comes again, so an import that broke off goes on
   * wherever its sender begins again.
   *
   * @param lines their order is their numbering, beginning at `from`
   * @throws CodedError `invalid_request` where lines before `from` were never acknowledged, `version_conflict` where
   *   another upload goes on with the same import, `redis_unreachable` where it must be gone on with later
   */
  importUsers(
    lines: AsyncIterable<Line> | Iterable<Line>,
    options: ImportOptions,
  ): Promise<ResultOfImport>;

  /** How far an import has come, with its first failed lines. Two commands. @returns undefined where there is none */
  readImport(id: string, options?: { errors?: number }): Promise<ResultOfReadImport | undefined>;

  /**
   * Forgets users, by name or by the import that wrote them. One command a user; by import two round trips more for
   * each 500. With an operation id a call that is sent again tells what the first one did.
   */
  invalidate(what: Invalidated, options?: Once): Promise<ResultOfInvalidation>;

  /** One imported user. Three commands. @returns undefined where there is none, or no more */
  readUser(id: string): Promise<ResultOfUser | undefined>;
}

/** Bulk work on users over one Redis. */
export function createBulk(redis: Redis, { prefix = 'rp' }: BulkOptions = {}): Bulk {
  return {
    importUsers: (lines, options) => importLines(redis, prefix, lines, options),
    invalidate: (what, once = {}) =>
      keptAnswer(redis, prefix, once, () => invalidate(redis, prefix, what)),

    async readImport(id, { errors = 100 } = {}) {
      const [progress, kept] = await redis
        .pipeline()
        .hgetall(keys.progress({ prefix, id }))
        // LRANGE counts from the end below zero: none is an empty range.
        .lrange(keys.errors({ prefix, id }), errors > 0 ? 0 : 1, errors - 1)
        .exec<[string[] | null, string[]]>();
      const fields = flatToRecord(progress);
      if (fields['line'] === undefined) return undefined;
      const number = (name: string) => Number(fields[name]);
      return {
        id,
        state: fields['done'] === '1' ? 'done' : 'open',
        line: number('line'),
        updated: number('updated'),
        failed: number('failed'),
        startedAt: number('startedAt'),
        updatedAt: number('updatedAt'),
        errors: errors > 0 ? kept.map((text) => JSON.parse(text) as LineError) : [],
      };
    },

    async readUser(user) {
      const profileKey = keys.profile({ prefix, user });
      const steps: Step[] = [
        (batch) => batch.hgetall(profileKey),
        (batch) => batch.srandmember(keys.roles({ prefix, user }), maxRolesRead),
        (batch) => batch.pttl(profileKey),
      ];
      const [profile, roles, lives] = (await runIndependent(redis, steps, prefix, {})).map(valueOf);
      const { name, email } = flatToRecord(profile as string[]);
      if (name === undefined || email === undefined) return undefined;
      const named = (roles as string[]).sort();
      return { id: user, name, email, roles: named, expiresInMs: Number(lives) };
    },
  };
}
