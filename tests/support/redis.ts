import { afterAll, expect } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { createTrace } from '@/lib/redis/record';
import { sharedTransport } from '@/lib/redis/shared';
import { faultsOfKeys } from './rooms';

/** A client with a trace of its own over the transport that all tests of a file share. */
export function testRedis() {
  const trace = createTrace();
  return { redis: createClient(sharedTransport(), { trace }), trace };
}

/**
 * Gives prefixes of which no two are the same, so that no two tests meet on a key. When the file ends, every
 * key below them must be of a kind that its room states, and expire as stated.
 */
export function freshPrefixes(): () => string {
  const file = `test-${crypto.randomUUID().slice(0, 8)}`;
  let count = 0;
  afterAll(async () => {
    expect(await faultsOfKeys(testRedis().redis, file)).toEqual([]);
  });
  return () => `${file}-${++count}`;
}
