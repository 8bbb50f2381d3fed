import type { Redis } from '@upstash/redis';
import { keyReused, type OperationId } from './operation-id';
import envelope from './script.lua' with { type: 'text' };
import { creditScript } from './record';

/** What one run of a script is given. */
export interface Run {
  /** Keys of one hash tag. A script may derive further keys of the same tag from them. */
  keys: readonly string[];
  args?: readonly (string | number)[];
  /**
   * Carry the script out once for this operation id. A receipt with the answer is kept beside the data for
   * `ttlMs`; until then the same id returns that answer and changes nothing. Costs two commands.
   */
  once?: { operationId: OperationId; receipt: string; ttlMs: number };
}

export interface Script {
  /**
   * Runs the script in one round trip (two where this Redis has not seen it yet).
   *
   * @returns the script's reply, as `@upstash/redis` decodes it
   * @throws CodedError `idempotency_key_reused` where the id belongs to another request
   */
  run<Reply>(redis: Redis, run: Run): Promise<Reply>;
}

const mark = '-- SCRIPT';
const [before, after] = envelope.split(mark) as [string, string];

/**
 * Makes a script of a Lua file. The file is plain Lua over `KEYS` and `ARGV` and can be used without this:
 * the envelope around it counts the commands that it runs, which no host reports and every host bills, and
 * keeps the receipt.
 */
export function createScript(source: string): Script {
  const text = before + source + after;
  let digest: Promise<string> | undefined;

  async function send(redis: Redis, keys: string[], args: string[]): Promise<unknown> {
    digest ??= sha1(text);
    try {
      return await redis.evalsha(await digest, keys, args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(text, keys, args);
    }
  }

  return {
    async run<Reply>(redis: Redis, { keys, args = [], once }: Run): Promise<Reply> {
      const allKeys = once ? [...keys, once.receipt] : [...keys];
      const own = args.map(String);
      const ours = once ? [once.operationId.fingerprint, String(once.ttlMs), 'once'] : [''];
      const reply = await send(redis, allKeys, [...own, ...ours]);
      const [calls, outcome, result] = reply as [number, 'done' | 'replayed' | 'reused', Reply];
      creditScript(reply as object, calls);
      if (outcome === 'reused') throw keyReused();
      if (once) once.operationId.replayed = outcome === 'replayed';
      return result ?? (null as Reply);
    },
  };
}

/** What a caller may hand over with a change. */
export interface Once {
  /** Where somebody else may send the call again: the same id gets the first answer and changes nothing. */
  operationId?: OperationId | undefined;
}

/** The `once` of a run, where the caller brought an id. */
export function onceFor(
  operationId: OperationId | undefined,
  receiptOf: (id: string) => string,
  ttlMs: number,
): Pick<Run, 'once'> {
  return operationId ? { once: { operationId, receipt: receiptOf(operationId.id), ttlMs } } : {};
}

/** One command on one key, for a change that needs no script of its own and is to be carried out once. */
export const oneCommand = createScript('return redis.call(ARGV[1], KEYS[1], unpack(ARGV, 2))');

async function sha1(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
