import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { setUpGateway } from './support';

const { command } = setUpGateway();
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');

describe('scripts with the hosted service’s shebang', () => {
  const script = '#!lua flags=allow-key-locking\nreturn {ARGV[1], "ä"}';

  it('EVALSHA by the digest of the original text says NOSCRIPT, and runs once EVAL has brought the text', async () => {
    await expect(command('EVALSHA', sha1(script), 0, 'a')).rejects.toThrow(/^NOSCRIPT/);
    expect(await command('EVAL', script, 0, 'a')).toEqual(['a', 'ä']);
    expect(await command('EVALSHA', sha1(script), 0, 'b')).toEqual(['b', 'ä']);
    expect(await command('EVALSHA', sha1(script).toUpperCase(), 0, 'b')).toEqual(['b', 'ä']);
    expect(await command('SCRIPT', 'EXISTS', sha1(script))).toEqual([1]);
    await command('SCRIPT', 'FLUSH');
    await expect(command('EVALSHA', sha1(script), 0, 'a')).rejects.toThrow(/^NOSCRIPT/);
  });

  it('SCRIPT LOAD makes both digests work', async () => {
    const loaded = await command('SCRIPT', 'LOAD', script);
    expect(await command('EVALSHA', loaded, 0, 'a')).toEqual(['a', 'ä']);
    expect(await command('EVALSHA', sha1(script), 0, 'a')).toEqual(['a', 'ä']);
  });

  it.each([
    [
      'another flag beside it stays in force',
      '#!lua flags=no-writes,allow-key-locking\nreturn redis.call("SET", "k", 1)',
      /Write commands are not allowed/,
    ],
    ['a flag that nobody knows stays refused', '#!lua flags=nonsense\nreturn 1', /Unexpected flag/],
  ])('%s', async (_, text, error) => {
    await expect(command('EVAL', text, 0)).rejects.toThrow(error);
  });

  it('line numbers in errors are those of the original', async () => {
    const text = '#!lua flags=allow-key-locking\n\nerror("here")';
    await expect(command('EVAL', text, 0)).rejects.toThrow(/user_script:3: here/);
  });
});

describe('SCAN … WITHTYPE', () => {
  it.each([
    [
      ['SCAN', 0, 'WITHTYPE'],
      ['scan:h', 'hash', 'scan:s', 'string'],
    ],
    [
      ['SCAN', 0, 'MATCH', 'scan:s', 'COUNT', 100, 'withtype'],
      ['scan:s', 'string'],
    ],
    [
      ['SCAN', 0, 'WITHTYPE', 'TYPE', 'hash'],
      ['scan:h', 'hash'],
    ],
    [['SCAN', 0, 'MATCH', 'withtype'], []],
  ])('%j', async (args, expected) => {
    await command('FLUSHALL');
    await command('SET', 'scan:s', 1);
    await command('HSET', 'scan:h', 'f', 1);
    const [cursor, page] = (await command(...args)) as [string, string[]];
    expect(cursor).toBe('0');
    const pairs = page.map((_, at) => at).filter((at) => at % 2 === 0);
    const sorted = pairs
      .map((at) => [page[at], page[at + 1]])
      .sort()
      .flat();
    expect(sorted).toEqual(expected);
  });
});

describe('COPY', () => {
  it('onto itself answers 0, and is otherwise untouched', async () => {
    await command('SET', 'copy', 'x');
    expect(await command('COPY', 'copy', 'copy')).toBe(0);
    expect(await command('COPY', 'copy', 'copy2')).toBe(1);
    await expect(command('COPY', 'copy')).rejects.toThrow(/wrong number/);
  });
});

describe('XTRIM', () => {
  it('with ~ trims as exactly as the hosted service; with LIMIT it stays approximate', async () => {
    const add = 'for i = 1, 50 do redis.call("XADD", KEYS[1], "*", "i", i) end';
    await command('EVAL', add, 1, 'trim');
    expect(await command('XTRIM', 'trim', 'MAXLEN', '~', 30)).toBe(20);
    expect(await command('XTRIM', 'trim', 'MAXLEN', '~', 10, 'LIMIT', 5)).toBe(0);
    expect(await command('XTRIM', 'trim', 'MAXLEN', 10)).toBe(20);
  });
});

describe('BITOP', () => {
  const sources = [[0b11110000, 0b1], [0b11001100], [0b10101010, 0b11, 0xff]];
  const bit = (at: number, source: number) => sources[source]?.[at] ?? 0;
  const oracle: Record<string, (at: number) => number> = {
    DIFF: (at) => bit(at, 0) & ~(bit(at, 1) | bit(at, 2)),
    DIFF1: (at) => ~bit(at, 0) & (bit(at, 1) | bit(at, 2)),
    ANDOR: (at) => bit(at, 0) & (bit(at, 1) | bit(at, 2)),
    ONE: (at) =>
      (bit(at, 0) & ~bit(at, 1) & ~bit(at, 2)) |
      (~bit(at, 0) & bit(at, 1) & ~bit(at, 2)) |
      (~bit(at, 0) & ~bit(at, 1) & bit(at, 2)),
  };

  it.each(Object.keys(oracle))(
    '%s equals a computation bit by bit and leaves no key behind',
    async (operation) => {
      await command('FLUSHALL');
      for (const [at, bytes] of sources.entries()) {
        for (const [offset, byte] of bytes.entries()) {
          await command('BITFIELD', `{b}${at}`, 'SET', 'u8', offset * 8, byte);
        }
      }
      expect(await command('BITOP', operation, '{b}out', '{b}0', '{b}1', '{b}2')).toBe(3);
      const bytes = [0, 1, 2].map(async (at) =>
        command('BITFIELD_RO', '{b}out', 'GET', 'u8', at * 8),
      );
      expect((await Promise.all(bytes)).flat()).toEqual(
        [0, 1, 2].map((at) => oracle[operation]!(at) & 0xff),
      );
      expect(await command('DBSIZE')).toBe(4);
    },
  );
});
