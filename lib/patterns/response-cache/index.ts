import type { Redis } from '@upstash/redis';
import { createCache, type CacheOptions } from '../cache';
import { serve } from './serve';
import { codec } from './stored';
import { ownTag, urlTag } from './tags';
import type { Handler, Purged, RouteOptions } from './types';
import { afterWrite } from './write';

export type { Handler, RouteOptions } from './types';

export interface ResponseCacheOptions extends Omit<
  CacheOptions,
  'name' | 'codec' | 'ttlMs' | 'staleMs' | 'graceMs' | 'negativeTtlMs' | 'maxLength'
> {
  /** `responses` unless told. */
  name?: string;
  /** The longest body that is stored. A longer one goes through as it comes. 524 288 unless told. */
  maxBytes?: number;
}

export interface ResponseCache {
  /**
   * Puts a shared cache before a handler, by RFC 9111: the handler says in `Cache-Control` how long its answer may be
   * served. A hit, and a 304 to who has the answer already, are one round trip with one command.
   *
   * The handler is asked for the whole answer, by a GET with the headers of `vary` and, unless omitted, credentials;
   * it sees no other headers, so that its answer cannot depend on what its key does not hold. Requests with other
   * methods it gets as they are; one that changes something makes what is stored under its URL invalid.
   *
   * The answer has `Cache-Status`, and what is stored `ETag` and `Age`.
   *
   * @throws (the function made) what the handler throws; CodedError `origin_unavailable` where it failed a moment ago
   */
  wrap(handler: Handler, options?: RouteOptions): Handler;

  /**
   * Makes stored answers invalid, and those that are being made, by their URL in all variants, and by tag. One command
   * for up to 1 000. Again, it does no harm. @throws CodedError `redis_unreachable`
   */
  purge(what: Purged): Promise<void>;
}

/** A shared cache for the answers of handlers, over the room `cache`. It is made per request, in microseconds. */
export function createResponseCache(
  redis: Redis,
  options: ResponseCacheOptions = {},
): ResponseCache {
  const { name = 'responses', maxBytes = 524_288, onError = console.error, ...rest } = options;
  const cache = createCache(redis, {
    ...rest,
    name,
    onError,
    codec,
    // Each answer says for itself how long.
    ttlMs: 1,
    maxLength: Math.ceil(maxBytes * 1.4) + 65_536,
  });

  const purge: ResponseCache['purge'] = async ({ urls = [], tags = [] }) =>
    cache.invalidate({
      tags: [...(await Promise.all(urls.map(urlTag))), ...tags.map(ownTag)],
    });

  return {
    purge,
    wrap(handler, route = {}) {
      const setting = { cache, name, maxBytes, handler, route, onError };
      return async (request) => {
        if (request.method === 'GET' || request.method === 'HEAD') return serve(request, setting);
        return afterWrite(request, await handler(request), { name, purge, onError });
      };
    },
  };
}
