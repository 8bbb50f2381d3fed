import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfiguration, readDatabaseUrl, withEnvFiles } from '@/lib/local/environment';
import { temporaryFolder } from './support';

const hosted = { UPSTASH_REDIS_REST_URL: 'https://a.example', UPSTASH_REDIS_REST_TOKEN: 'a' };
const injected = { KV_REST_API_URL: 'https://b.example', KV_REST_API_TOKEN: 'b' };
const server = { REDIS_URL: 'redis://c.example:6379' };

describe('which Redis is configured', () => {
  it.each([
    ['nothing', {}, { kind: 'none' }],
    ['empty variables', { UPSTASH_REDIS_REST_URL: '', REDIS_URL: '' }, { kind: 'none' }],
    ['a hosted one', hosted, { kind: 'http', url: 'https://a.example', token: 'a' }],
    ['one that the platform injects', injected, { kind: 'http', url: 'https://b.example' }],
    ['both: its own names win', { ...injected, ...hosted }, { url: 'https://a.example' }],
    ['a server', server, { kind: 'redis', url: 'redis://c.example:6379' }],
    ['a hosted one and a server: HTTP wins', { ...server, ...hosted }, { kind: 'http' }],
    ['a read-only token', { ...hosted, KV_REST_API_READ_ONLY_TOKEN: 'r' }, { readOnlyToken: 'r' }],
  ])('%s', (_, env, expected) => {
    expect(readConfiguration(env)).toMatchObject(expected);
  });

  it.each([
    ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
    ['UPSTASH_REDIS_REST_TOKEN', 'UPSTASH_REDIS_REST_URL'],
    ['KV_REST_API_URL', 'KV_REST_API_TOKEN'],
    ['KV_REST_API_TOKEN', 'KV_REST_API_URL'],
  ])('%s alone is an error that names %s', (present, missing) => {
    expect(() => readConfiguration({ [present]: 'x' })).toThrow(
      `${present} is set but ${missing} is not.`,
    );
  });
});

describe('which Postgres is configured', () => {
  it.each(['postgres://db.example/shop', 'postgresql://u:p@db.example:5433/shop?sslmode=require'])(
    '%s',
    (url) => expect(readDatabaseUrl({ DATABASE_URL: url })).toBe(url),
  );

  it.each([{}, { DATABASE_URL: '' }])('none in %j', (env) => {
    expect(readDatabaseUrl(env)).toBeUndefined();
  });

  it.each(['secret@db.example', 'mysql://secret@db.example'])(
    'not %s, which is not shown',
    (url) => {
      let failure: unknown;
      try {
        readDatabaseUrl({ DATABASE_URL: url });
      } catch (error) {
        failure = error;
      }
      expect(String(failure)).toContain('DATABASE_URL is set, but is no Postgres URL.');
      expect(String(failure)).not.toContain('secret');
    },
  );
});

describe('env files', () => {
  const folder = temporaryFolder();
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  write('.env', 'A=env\nB=env\nC=env\nD=env');
  write('.env.production', 'A=mode\nB=mode\nC=mode');
  write('.env.local', 'A=local\nB=local');
  write('.env.production.local', 'A=mode-local');

  it('count in the order of Next.js, after what the process was given', () => {
    expect(withEnvFiles('production', { D: 'given' }, folder)).toEqual({
      A: 'mode-local',
      B: 'local',
      C: 'mode',
      D: 'given',
    });
  });

  it('of one machine alone do not count in tests', () => {
    expect(withEnvFiles('test', {}, folder)).toEqual({ A: 'env', B: 'env', C: 'env', D: 'env' });
  });
});
