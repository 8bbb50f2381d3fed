import { describe, expect, it } from 'vitest';
import { redactCommand, redactError } from '@/lib/redis/redact';

describe('redactCommand', () => {
  it.each([
    ['set user:1 secret EX 60', 'SET user:1 ‹6 bytes› EX 60'],
    ['SET user:1 é nx', 'SET user:1 ‹2 bytes› NX'],
    ['GET user:1', 'GET user:1'],
    ['DEL a b c', 'DEL a b c'],
    ['MSET a secret b secret', 'MSET a ‹6 bytes› b ‹6 bytes›'],
    ['HSET h name Ann', 'HSET h ‹4 bytes› ‹3 bytes›'],
    ['SADD s EX', 'SADD s ‹2 bytes›'],
    ['ZADD z GT CH 12.5 ann', 'ZADD z GT CH 12.5 ‹3 bytes›'],
    ['ZRANGE z (5 +inf BYSCORE LIMIT 0 10', 'ZRANGE z (5 +INF BYSCORE LIMIT 0 10'],
    ['ZUNION 2 a b WEIGHTS 1 2', 'ZUNION 2 a b WEIGHTS 1 2'],
    ['ZUNIONSTORE to 2 a b', 'ZUNIONSTORE to 2 a b'],
    ['XADD s * field secret', 'XADD s * ‹5 bytes› ‹6 bytes›'],
    ['XREAD COUNT 2 STREAMS s t 1726000000000-0 $', 'XREAD COUNT 2 STREAMS s t 1726000000000-0 $'],
    ['SCAN 0 MATCH user:* COUNT 1000', 'SCAN 0 MATCH user:* COUNT 1000'],
    ['BITOP AND to a b', 'BITOP ‹3 bytes› to a b'],
    ['OBJECT encoding user:1', 'OBJECT ENCODING user:1'],
    ['EVALSHA 0123456789abcdef 1 key secret 5', 'EVALSHA 01234567… 1 key ‹6 bytes› 5'],
    ['EVAL code 2 a b secret', 'EVAL ‹script, 4 bytes› 2 a b ‹6 bytes›'],
    ['FCALL add 1 key secret', 'FCALL add 1 key ‹6 bytes›'],
    ['PUBLISH room secret', 'PUBLISH room ‹6 bytes›'],
    ['AUTH 123456', 'AUTH ‹redacted›'],
    ['SET card 4111111111111111', 'SET card ‹16 bytes›'],
  ])('%s', (command, shown) => {
    expect(redactCommand(command.split(' ')).join(' ')).toBe(shown);
  });

  it('shows numbers and booleans as they travel', () => {
    expect(redactCommand(['SET', 'k', 5])).toEqual(['SET', 'k', '5']);
    expect(redactCommand(['SET', 'k', true])).toEqual(['SET', 'k', '‹4 bytes›']);
  });

  it('is bounded, whatever it is given', () => {
    const shown = redactCommand(['DEL', 'k'.repeat(1e6), ...Array<string>(1e5).fill('key')]);
    expect(shown).toHaveLength(66);
    expect(shown.at(-1)).toBe('‹99937 more›');
    expect(shown.join('').length).toBeLessThan(1_000);
  });
});

it('an error keeps its words and loses the arguments that Redis quotes', () => {
  expect(redactError("ERR unknown command 'sett', with args beginning with: 'key' 'secret' ")).toBe(
    "ERR unknown command 'sett'",
  );
  expect(redactError('WRONGTYPE Operation against a key')).toBe(
    'WRONGTYPE Operation against a key',
  );
});
