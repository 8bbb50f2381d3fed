import { onTestFinished } from 'vitest';
import { escapeGlob } from '@/lib/patterns/scan';
import { testRedis } from './redis';
import { scan } from './rooms';

/** Keys of one test, under a name that no other has: they are the test's own to make, and go with it. */
export function freshKeySpace(label = 'space') {
  const { redis } = testRedis();
  const base = `${label}-${crypto.randomUUID().slice(0, 8)}:`;
  const match = `${escapeGlob(base)}*`;
  const left = () => scan(redis, match);
  onTestFinished(async () => {
    const keys = await left();
    for (let at = 0; at < keys.length; at += 1_000)
      await redis.unlink(...keys.slice(at, at + 1_000));
  });

  /** Runs a command of the server for each number, inside the server: a hundred thousand take a second. */
  async function each(command: 'SET' | 'UNLINK', name: string, from: number, to: number) {
    const lua = `for i = ARGV[2], ARGV[3] - 1 do
      local key = string.format('%s%d', ARGV[1], i)
      if '${command}' == 'SET' then redis.call('SET', key, i) else redis.call('UNLINK', key) end
    end`;
    for (let at = from; at < to; at += 20_000)
      await redis.eval(lua, [], [base + name, String(at), String(Math.min(to, at + 20_000))]);
  }

  return {
    base,
    match,
    left,
    /** Makes the keys `name` + from … `name` + (to − 1). @returns their names */
    async fill(count: number, name = '', from = 0): Promise<string[]> {
      await each('SET', name, from, from + count);
      return Array.from({ length: count }, (_, i) => `${base}${name}${from + i}`);
    },
    drop: (count: number, name = '', from = 0) => each('UNLINK', name, from, from + count),
  };
}
