import type { Redis } from '@upstash/redis';
import { newOperationId } from '../../redis/operation-id';
import { runAtomic } from './atomic';
import { group } from './comparisons';
import { failingCommands, ways, type Comparison, type Way, type WayResult } from './contract';
import { comparisonMs, keys } from './keys';
import { runIndependent } from './run';
import type { Outcome, Step } from './steps';
import { watch } from './watch';

/** What a way cost on the wire so far. */
interface Wire {
  roundTrips: number;
  commands: number;
  sentBytes: number;
  receivedBytes: number;
}

/** Clients over the real wire. No two commands share a request but those that a way itself sends together. */
export interface ComparisonGround {
  /** A client whose trips count for one way; with `automatic` the client's own automatic pipelining is on. */
  client(way: Way): Redis;
  wire(way: Way): Wire;
  /** A client that counts for no way, over a connection of its own: it prepares, and looks on. */
  onlooker: Redis;
}

/** What a caller got to know. */
interface Told {
  told: number;
  thrown: string | null;
}

const wrong = Math.floor(failingCommands / 2);
/** As long as a small record. */
const value = (word: string) => word.padEnd(96, '.');
const before = value('before');
const after = value('after');

/**
 * Does the same work in each of the five ways: `commands` times HSET on one hash, while another connection looks at
 * its first and last field; and then ten commands of which the sixth is refused.
 *
 * @param commands 2 to 500
 */
export async function compareWays(
  ground: ComparisonGround,
  { commands, prefix = 'rp' }: { commands: number; prefix?: string },
): Promise<Comparison> {
  const id = crypto.randomUUID();
  const at = Date.now();
  const results: WayResult[] = [];
  const operations = [newOperationId(), newOperationId(), newOperationId()];
  const keyOf = (way: string) => keys.compared({ prefix, run: id, way });
  const owned = [
    ...ways.flatMap((way) => [keyOf(way), keyOf(`${way}-failing`)]),
    ...operations.map((operation) => keys.receipt({ prefix, group, id: operation.id })),
  ];
  const { onlooker } = ground;
  try {
    // The server has then seen the script, and the measured call needs no second trip.
    await runAtomic(onlooker, [(batch) => batch.hlen(keyOf('script'))], prefix, {
      once: { group, operationId: operations[0]! },
    });
    for (const way of ways) {
      const key = keyOf(way);
      await prepare(onlooker, key, commands);
      const redis = ground.client(way);
      // A connection that is open already, as a server has it.
      await redis.ping();
      const wireBefore = ground.wire(way);
      const watching = watch(onlooker, key, commands);
      const started = performance.now();
      await send(redis, way, setters(key, commands), { prefix, operationId: operations[1]! });
      const ms = performance.now() - started;
      const reader = await watching.end();
      const wire = difference(ground.wire(way), wireBefore);

      const failing = keyOf(`${way}-failing`);
      await prepare(onlooker, failing, failingCommands);
      const told = await send(redis, way, withFailure(failing), {
        prefix,
        operationId: operations[2]!,
      });
      const values = await onlooker.hmget(failing, ...fieldsOf(failingCommands));
      const applied = (values as unknown as string[]).filter((text) => text === after).length;
      results.push({ way, ...wire, ms, reader, failure: { applied, ...told } });
    }
  } finally {
    await onlooker.unlink(...owned);
  }
  return { id, at, commands, ways: results };
}

async function prepare(redis: Redis, key: string, fields: number): Promise<void> {
  const old = Object.fromEntries(fieldsOf(fields).map((field) => [field, before]));
  await redis.multi().hset(key, old).pexpire(key, comparisonMs).exec();
}

const fieldsOf = (fields: number) => Array.from({ length: fields }, (_, index) => `f${index}`);

function setters(key: string, commands: number): Step[] {
  return fieldsOf(commands).map((field) => (batch) => batch.hset(key, { [field]: after }));
}

/** A field that holds words is no number to add to. */
function withFailure(key: string): Step[] {
  const steps = setters(key, failingCommands);
  steps[wrong] = (batch) => batch.hincrby(key, `f${wrong}`, 1);
  return steps;
}

interface Sent {
  prefix: string;
  operationId: ReturnType<typeof newOperationId>;
}

/** Sends steps in one of the ways. @returns what its caller got to know */
async function send(redis: Redis, way: Way, steps: Step[], options: Sent): Promise<Told> {
  const { prefix, operationId } = options;
  switch (way) {
    case 'one-by-one':
      return told(async (learn) => {
        for (const step of steps) {
          await alone(redis, step);
          learn(1);
        }
      });
    case 'automatic':
      return told(async (learn) => {
        const replies = await Promise.all(steps.map((step) => alone(redis, step)));
        learn(replies.length);
      });
    case 'pipeline':
      return reported(await runIndependent(redis, steps, prefix, { atLeastOnce: true }));
    case 'atomic':
      return reported(await runAtomic(redis, steps, prefix, { atLeastOnce: true }));
    case 'script':
      return reported(await runAtomic(redis, steps, prefix, { once: { group, operationId } }));
  }
}

/** A step as a call of the client itself, whose commands have the names and arguments of the builder's. */
function alone(redis: Redis, step: Step): Promise<unknown> {
  return step(redis as never, () => '') as unknown as Promise<unknown>;
}

async function told(work: (learn: (outcomes: number) => void) => Promise<void>): Promise<Told> {
  let known = 0;
  try {
    await work((outcomes) => (known += outcomes));
    return { told: known, thrown: null };
  } catch (error) {
    // The one that was thrown is an outcome too.
    return { told: known + 1, thrown: error instanceof Error ? error.message : String(error) };
  }
}

function reported(outcomes: readonly Outcome[]): Told {
  const known = outcomes.filter((outcome) => outcome.ok || outcome.reason === 'refused');
  return { told: known.length, thrown: null };
}

function difference(now: Wire, then: Wire): Wire {
  return {
    roundTrips: now.roundTrips - then.roundTrips,
    commands: now.commands - then.commands,
    sentBytes: now.sentBytes - then.sentBytes,
    receivedBytes: now.receivedBytes - then.receivedBytes,
  };
}
