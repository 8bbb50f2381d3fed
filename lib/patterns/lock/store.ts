import type { Redis } from '@upstash/redis';
import { createScript, onceFor, type Once } from '../../redis/script';
import type { ResultOfRead } from './contract';
import { keptMs, keys, receiptMs } from './keys';
import writeSource from './write.lua' with { type: 'text' };

const writeScript = createScript(writeSource);

/** What a guarded store says to a fence. */
export interface Guarded {
  /** False where a higher fence was there before: its holder has lost the lock, whatever it believes. */
  accepted: boolean;
  /** The highest fence there was, this one included where it was accepted. */
  fence: number;
  /** When that was decided, in epoch milliseconds by the clock of Redis. */
  at: number;
  /** What is stored now; null where nothing was written yet. */
  value: string | null;
}

/** A store that refuses holders whose time is over. What it keeps is forgotten 30 days after the last write. */
export interface GuardedStore {
  /**
   * Writes a value, unless a higher fence was there before. Compared and written in one step. Four commands, three
   * where it is refused; two more with an operation id, without which a write that is sent again overwrites a later
   * one of the same fence.
   *
   * The fence is believed: it comes from a grant of `createLocks`. Where callers may claim any, `check` it first.
   *
   * @throws RangeError for a fence that is no whole number from 1
   */
  write(
    resource: string,
    write: { fence: number; value: string },
    options?: Once,
  ): Promise<Guarded>;

  /**
   * Reads a value to change it: from then on all lower fences are refused. Without this a stale holder could still
   * write between the read and the write of the new one, whose change would be made of what it never saw.
   */
  readToChange(resource: string, fence: number): Promise<Guarded>;

  /** Reads a value to look at it. One command. */
  read(resource: string): Promise<ResultOfRead>;
}

/** Values that are guarded by fences, in the same Redis. Any store that can compare and write in one step may be one. */
export function createGuardedStore(
  redis: Redis,
  { prefix = 'rp' }: { prefix?: string } = {},
): GuardedStore {
  async function show(
    resource: string,
    fence: number,
    text: string,
    { operationId }: Once = {},
  ): Promise<Guarded> {
    if (!Number.isSafeInteger(fence) || fence < 1) throw new RangeError(`A fence of ${fence}`);
    const run = {
      keys: [keys.value({ prefix, resource })],
      args: [fence, text, keptMs],
      ...onceFor(operationId, (id) => keys.valueReceipt({ prefix, resource, id }), receiptMs),
    };
    type Reply = ['accepted' | 'stale', string, string, string, string];
    const [outcome, highest, at, , stored] = await writeScript.run<Reply>(redis, run);
    return {
      accepted: outcome === 'accepted',
      fence: Number(highest),
      at: Number(at),
      value: valueOf(stored),
    };
  }

  return {
    write: (resource, { fence, value }, options) => show(resource, fence, `=${value}`, options),
    readToChange: (resource, fence) => show(resource, fence, ''),

    async read(resource) {
      const state = await redis.get<string>(keys.value({ prefix, resource }));
      const [, fence, at, stored] = /^(\d+) (\d+) ([^]*)$/.exec(state ?? '') ?? [];
      return {
        value: valueOf(stored ?? '-'),
        fence: fence === undefined ? null : Number(fence),
        writtenAt: at === undefined || at === '0' ? null : Number(at),
      };
    },
  };
}

const valueOf = (stored: string) => (stored === '-' ? null : stored.slice(1));
