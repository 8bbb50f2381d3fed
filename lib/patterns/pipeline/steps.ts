import type { Pipeline, Redis } from '@upstash/redis';

/** Stands for the reply to an earlier step of the same batch, where an argument is wanted. */
export type Reply = (step: number) => string;

/**
 * One command of a batch, said with the client's own builder: `(batch) => batch.set('a', '1')`. It may be called
 * more than once, so it does nothing else.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the client's type of a command is not exported
export type Step = (batch: Pipeline<[]>, reply: Reply) => Pipeline<[any]>;

/** What Redis replies to a step, as the client types it. */
export type ReplyTo<S extends Step> =
  ReturnType<S> extends Pipeline<infer Commands>
    ? Commands extends [{ exec(...args: never[]): Promise<infer Value> }]
      ? Value
      : unknown
    : unknown;

/** Why a step has no value. */
export interface Failure {
  ok: false;
  /**
   * - `refused`: Redis said no, and carried nothing out
   * - `unanswered`: it was sent, and whether it was carried out is not known
   * - `unsent`: it never left: too large, cancelled, or Redis had gone away before its turn
   * - `inexact`: it was carried out, and its reply is an integer that a script would round
   */
  reason: 'refused' | 'unanswered' | 'unsent' | 'inexact';
  /** In the words of Redis where Redis refused. */
  error: string;
}

export type Outcome<Value = unknown> = { ok: true; value: Value } | Failure;

/** The outcomes of steps, one to one: a tuple of steps gives a tuple of outcomes. */
export type Outcomes<Steps extends readonly Step[]> = {
  -readonly [Index in keyof Steps]: Outcome<ReplyTo<Steps[Index]>>;
};

/** A step as it goes over the wire. */
export interface Encoded {
  args: readonly string[];
  /** Where `args` hold the reply to an earlier step: position → step. */
  replies: ReadonlyMap<number, number>;
  /** UTF-8 bytes of it as an item of a request's JSON, with its comma. */
  bytes: number;
}

type Build = new (options: ConstructorParameters<typeof Pipeline>[0]) => Pipeline<[]>;

/**
 * Writes steps down as the client would send them. A builder of the client's own class does it, over a wire that
 * only takes notes, so that whatever the client makes of options and objects is measured as it will travel.
 *
 * @throws TypeError where a step adds another number of commands than one, or refers to no earlier step
 */
export async function encode(redis: Redis, steps: readonly Step[]): Promise<Encoded[]> {
  if (steps.length === 0) return [];
  let noted: unknown[][] = [];
  const Builder = redis.pipeline().constructor as Build;
  const builder = new Builder({
    // There are no replies to decode.
    commandOptions: { automaticDeserialization: false },
    client: {
      request: async ({ body }) => {
        noted = body as unknown[][];
        return noted.map(() => ({ result: null })) as never;
      },
    },
  });
  const token = `reply ${crypto.randomUUID()} `;
  steps.forEach((step, index) => {
    step(builder, (earlier) => {
      if (!(Number.isInteger(earlier) && earlier >= 0 && earlier < index))
        throw new TypeError(`Step ${index} refers to step ${earlier}, which is not before it`);
      return token + earlier;
    });
    if (builder.length() !== index + 1) throw new TypeError(`Step ${index} is not one command`);
  });
  await builder.exec({ keepErrors: true });
  return noted.map((command) => note(command, token));
}

const utf8 = new TextEncoder();

function note(command: readonly unknown[], token: string): Encoded {
  const args = command.map(String);
  const replies = new Map<number, number>();
  args.forEach((arg, position) => {
    if (arg.startsWith(token)) replies.set(position, Number(arg.slice(token.length)));
  });
  return { args, replies, bytes: utf8.encode(JSON.stringify(command)).length + 1 };
}
