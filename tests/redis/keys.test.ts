import { expect, test } from 'vitest';
import { defineKey } from '@/lib/redis/keys';

const lock = defineKey('{<prefix>:lock:<resource>}:fence', 'A number', { withinMs: 1000 });

test('makes a key of its template', () => {
  expect(lock({ prefix: 'rp', resource: 'report-7' })).toBe('{rp:lock:report-7}:fence');
});

test.each(['a}b', '{x}', 'a:b', 'a*b', "it's", 'a b', '日本', 'a\0b', 'a/b', '100%', '[a]?'])(
  'a value cannot leave its place: %j',
  (resource) => {
    const key = lock({ prefix: 'rp', resource });
    // What a cluster hashes: from the first { to the first } behind it.
    const tag = key.slice(key.indexOf('{') + 1, key.indexOf('}'));
    expect(key).toBe(`{${tag}}:fence`);
    expect(tag.split(':')).toHaveLength(3);
    expect(tag).toMatch(/^[\x21-\x7e]+$/);
    expect(key).not.toMatch(/[*?[\]]/);
    expect(lock.matches(key)).toBe(true);
  },
);

test('two values never make one key', () => {
  const values = ['a', 'a:b', 'a%3Ab', 'A', 'a ', 'a+'];
  expect(new Set(values.map((resource) => lock({ prefix: 'rp', resource }))).size).toBe(
    values.length,
  );
});

test('an empty value is refused', () => {
  expect(() => lock({ prefix: 'rp', resource: '' })).toThrow(RangeError);
});

test('knows its own keys from others', () => {
  expect(lock.matches('{rp:lock:a}:fence:b')).toBe(false);
  expect(lock.matches('{rp:lock}:fence')).toBe(false);
});
