import type { Redis } from '@upstash/redis';
import { scan } from './rooms';

/**
 * Lets time pass for the sessions below a prefix and for nothing else, so that a test of minutes takes milliseconds
 * and lives are long enough for the slowest machine: every moment that is stored is moved back.
 */
export async function letSessionsPass(redis: Redis, prefix: string, ms: number): Promise<void> {
  const lua = `for i, key in ipairs(KEYS) do
    local life = redis.call('PTTL', key)
    if life >= 0 and life <= tonumber(ARGV[1]) then
      redis.call('UNLINK', key)
    else
      if life >= 0 then redis.call('PEXPIRE', key, string.format('%d', life - ARGV[1])) end
      if string.find(key, '}:session:') then
        local record = cjson.decode(redis.call('GET', key))
        record.createdAt, record.absoluteAt = record.createdAt - ARGV[1], record.absoluteAt - ARGV[1]
        redis.call('SET', key, cjson.encode(record), 'KEEPTTL')
      elseif string.find(key, '}:id:') then
        redis.call('SET', key, string.format('%d', redis.call('GET', key) - ARGV[1]), 'KEEPTTL')
      elseif string.find(key, '}:active$') then
        for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
          redis.call('ZINCRBY', key, -ARGV[1], member)
        end
      end
    end
  end`;
  await redis.eval(lua, await scan(redis, `{${prefix}:sessions:*`), [String(ms)]);
}
