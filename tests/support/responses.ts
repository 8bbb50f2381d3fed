import type { Redis } from '@upstash/redis';
import { createFlights } from '@/lib/patterns/cache';
import {
  createResponseCache,
  type Handler,
  type ResponseCacheOptions,
  type RouteOptions,
} from '@/lib/patterns/response-cache';
import { ask } from '@/lib/patterns/response-cache/asked';
import { keys } from '@/lib/patterns/response-cache/keys';
import { letPass } from './caches';
import { freshPrefixes, testRedis } from './redis';

export const site = 'https://shop.example';

/** A request to the site: by a path, with headers. */
export const get = (path = '/', headers: Record<string, string> = {}, method = 'GET') =>
  new Request(new URL(path, site), { method, headers });

/** What an answer says of itself, with its text. */
export async function told(answer: Response | Promise<Response>) {
  const response = await answer;
  const { status, headers } = response;
  const text = await response.text();
  const header = (name: string) => headers.get(name);
  return {
    status,
    text,
    course: header('cache-status') ?? '',
    age: header('age'),
    header,
    headers,
  };
}

/** A handler that counts how often it was asked, and by what. */
export function counted(
  answer: (request: Request, number: number) => Response | Promise<Response>,
) {
  const requests: Request[] = [];
  const handler: Handler = async (request) => answer(request, requests.push(request));
  return Object.assign(handler, { requests });
}

/** Answers with the number of the asking, and may be kept. */
export const kept = (cacheControl = 'public, max-age=60', headers: Record<string, string> = {}) =>
  counted(
    (_, number) =>
      new Response(`answer ${number}`, { headers: { 'cache-control': cacheControl, ...headers } }),
  );

/** Makes caches under keys of their own. */
export function freshResponseCaches() {
  const { redis } = testRedis();
  const freshPrefix = freshPrefixes();
  return (options: Partial<ResponseCacheOptions> = {}) => {
    const prefix = freshPrefix();
    const errors: unknown[] = [];
    /** The cache as another process has it. */
    const server = (more: Partial<ResponseCacheOptions> = {}, client: Redis = redis) =>
      createResponseCache(client, {
        prefix,
        jitter: 0,
        flights: createFlights(),
        onError: (error) => errors.push(error),
        ...options,
        ...more,
      });
    const cache = server();
    /** A handler behind the cache. */
    const route = (handler: Handler, how?: RouteOptions) => cache.wrap(handler, how);
    /** Lets time pass for one answer. */
    const pass = async (
      ms: number,
      request = get(),
      { vary = {}, credentials }: RouteOptions = {},
    ) => {
      const { key } = await ask(request, vary, credentials === 'omit');
      const at = { prefix, name: 'responses', version: 1, key };
      await letPass(redis, keys.entry(at), keys.state(at), ms);
    };
    return { prefix, server, cache, route, pass, errors };
  };
}
