import { describe, expect, it } from 'vitest';
import { redisConfig } from '@/lib/redis/config';

const upstash = {
  UPSTASH_REDIS_REST_URL: 'https://one.example',
  UPSTASH_REDIS_REST_TOKEN: 'first',
};
const kv = { KV_REST_API_URL: 'https://two.example', KV_REST_API_TOKEN: 'second' };

describe('redisConfig', () => {
  it.each([
    ['the names of the hosted service', upstash, { url: 'https://one.example', token: 'first' }],
    ['the names that hosts inject', kv, { url: 'https://two.example', token: 'second' }],
    ['both: the first wins', { ...kv, ...upstash }, { url: 'https://one.example', token: 'first' }],
    [
      'half of the first pair and all of the second',
      { ...kv, UPSTASH_REDIS_REST_URL: 'https://one.example' },
      { url: 'https://two.example', token: 'second' },
    ],
    [
      'a read-only token, a trailing slash and stray spaces',
      {
        KV_REST_API_URL: ' https://two.example/ ',
        KV_REST_API_TOKEN: 'second\n',
        KV_REST_API_READ_ONLY_TOKEN: 'reader',
      },
      { url: 'https://two.example', token: 'second', readOnlyToken: 'reader' },
    ],
    [
      'a read-only token beside the first pair',
      { ...upstash, KV_REST_API_READ_ONLY_TOKEN: 'reader' },
      { url: 'https://one.example', token: 'first', readOnlyToken: 'reader' },
    ],
    [
      'no read-only token where it is of another endpoint',
      { ...upstash, ...kv, KV_REST_API_READ_ONLY_TOKEN: 'reader' },
      { url: 'https://one.example', token: 'first' },
    ],
  ])('reads %s', (_, env, config) => {
    expect(redisConfig(env)).toEqual(config);
  });

  it.each([
    ['nothing', {}, ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN']],
    ['an empty token', { ...upstash, UPSTASH_REDIS_REST_TOKEN: ' ' }, ['UPSTASH_REDIS_REST_TOKEN']],
    ['a token alone', { KV_REST_API_TOKEN: 'second' }, ['KV_REST_API_URL']],
    [
      'an address that is not one',
      { ...upstash, UPSTASH_REDIS_REST_URL: 'redis://one.example' },
      ['UPSTASH_REDIS_REST_URL'],
    ],
  ])('names what is missing: %s', (_, env, missing) => {
    expect(redisConfig(env)).toEqual({ missing });
  });
});
