import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  fetchUpstream,
  purgeResponses,
  readResponseCacheStats,
  search,
} from '@/lib/patterns/response-cache/contract';
import type { Call } from '../../support/api';
import type { Exercise } from '../exercise';

const ask: Call = { query: { q: 'chair oak' }, headers: { 'accept-language': 'en' } };

let upstream: Promise<string> | undefined;

/** An upstream on this machine, for as long as the tests run. */
function startUpstream(): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('cache-control', 'max-age=60');
    response.end('hello');
  });
  return new Promise((resolve) => {
    server.unref().listen(0, '127.0.0.1', () => {
      resolve(`costs=http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    });
  });
}

async function fetchIt(): Promise<Call> {
  process.env.UPSTREAMS = await (upstream ??= startUpstream());
  return { params: { name: 'costs' }, query: { path: 'hello' } };
}

export const exercises: Exercise[] = [
  { operation: search, of: 'a stored answer', before: [ask], call: ask },
  {
    operation: search,
    of: 'an answer that is made under tags that are there',
    before: [ask],
    call: { ...ask, headers: { 'accept-language': 'fr' } },
  },
  {
    operation: search,
    of: 'the first answer ever, which makes both of its tags',
    call: ask,
  },
  { operation: fetchUpstream, of: 'a stored answer', before: [fetchIt], call: fetchIt },
  {
    operation: purgeResponses,
    of: 'any number of URLs and tags',
    call: { body: { urls: ['/api/search?q=oak', '/api/search?q=ash'], tags: ['search', 'shop'] } },
  },
  {
    operation: readResponseCacheStats,
    of: 'a read of either range',
    call: { query: { range: '24h' } },
  },
];
