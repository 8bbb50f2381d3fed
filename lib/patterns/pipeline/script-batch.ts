import type { Redis } from '@upstash/redis';
import { CodedError } from '../../errors';
import type { OperationId } from '../../redis/operation-id';
import { createScript } from '../../redis/script';
import batchSource from './batch.lua' with { type: 'text' };
import { keysOf } from './command-keys';
import { keys, receiptMs } from './keys';
import type { Encoded, Outcome } from './steps';

const batchScript = createScript(batchSource);

/** The most arguments of one command that a script can hand on: Lua's stack holds 8 000. */
const maxArguments = 7_000;

/** Makes a batch happen once, whoever sends it again. */
export interface Once {
  /**
   * What all keys of the batch belong to: each carries the hash tag `{prefix:group}`, so that one script may touch
   * them all on a cluster too. The receipt lies beside them.
   */
  group: string;
  /** The identity of this batch. One that is made anew for each call survives lost answers, but no crash. */
  operationId: OperationId;
}

type Result =
  | ['integer', string]
  | ['value', unknown]
  | ['error', string]
  | ['skipped', number | string]
  | ['inexact'];

/**
 * Refuses what the script could not carry out as it was meant, before anything is sent.
 *
 * @throws CodedError `invalid_request` naming each step
 */
export function checkGroup(steps: readonly Encoded[], prefix: string, group: string): void {
  const tag = keys.receipt({ prefix, group, id: '-' }).replace(/\}.*$/, '}');
  const fields = steps.flatMap(({ args }, index) => {
    const field = `steps/${index}`;
    if (args.length > maxArguments)
      return [{ field, message: `More than ${maxArguments} arguments in a script` }];
    const own = keysOf(args);
    return own.length > 0 && own.every((key) => key.startsWith(tag))
      ? []
      : [{ field, message: `Each of its keys must begin with ${tag}` }];
  });
  if (fields.length > 0)
    throw new CodedError('invalid_request', `All keys of this batch must carry ${tag}.`, {
      fields,
    });
}

/** Runs steps in one script with a receipt. @returns their outcomes, one to one */
export async function runScript(
  redis: Redis,
  steps: readonly Encoded[],
  { prefix, group, operationId }: Once & { prefix: string },
): Promise<Outcome[]> {
  const results = await batchScript.run<Result[]>(redis, {
    keys: [],
    args: steps.flatMap(({ args, replies }) => [
      [args.length, ...[...replies].map(([position, step]) => `${position}:${step}`)].join(' '),
      ...args,
    ]),
    once: {
      operationId,
      receipt: keys.receipt({ prefix, group, id: operationId.id }),
      ttlMs: receiptMs,
    },
  });
  return results.map(toOutcome);
}

function toOutcome([kind, reply]: Result): Outcome {
  switch (kind) {
    case 'integer':
      return { ok: true, value: Number(reply) };
    case 'value':
      return { ok: true, value: reply };
    case 'error':
      return { ok: false, reason: 'refused', error: reply };
    case 'inexact':
      return {
        ok: false,
        reason: 'inexact',
        error:
          'It was carried out. Its reply is beyond 2^53, where a script cannot tell it exactly',
      };
    case 'skipped':
      return { ok: false, reason: 'unsent', error: `Step ${reply} gave it no argument` };
  }
}
