import type { Redis } from '@upstash/redis';
import type { ProofGround } from '../../proof';
import { createFlights } from '../cache';
import { ask } from './asked';
import { createResponseCache } from './index';
import { keys } from './keys';
import { urlTag } from './tags';
import type { Handler, RouteOptions } from './types';

/** For how long an answer is fresh, in seconds. */
export const usualTtl = 60;

/** One of the two servers that answer. */
export type Server = 0 | 1;

/** A way to cache the answers of a handler, on two servers that share nothing but Redis. */
export interface Side {
  /** @param ttl for how long the snippet keeps what came, in seconds; the handler says the same in its answer */
  serve(server: Server, request: Request, handler: Handler, ttl?: number): Promise<Response>;
}

type Sides = Record<'naive' | 'safe', (ground: ProofGround) => Side>;

const vary: RouteOptions['vary'] = { 'accept-language': (value) => value };

export const sides: Sides = {
  /** The snippet: endpoint and parameters are the key, and what came is the value. */
  naive(ground) {
    const redis = ground.client('naive');
    const owns = ownOnce(ground);
    return {
      async serve(_, request, handler, ttl = usualTtl) {
        const { pathname: endpoint, search: params } = new URL(request.url);
        const cacheKey = `api:${ground.prefix}:${endpoint}:${params}`;
        await owns(cacheKey, [cacheKey]);
        const cached = await redis.get<string>(cacheKey);
        let response: unknown = cached === null ? null : JSON.parse(cached);
        if (!response) {
          response = await (await handler(request)).json();
          await redis.set(cacheKey, JSON.stringify(response), { ex: ttl });
        }
        return Response.json(response);
      },
    };
  },

  /** This room. */
  safe(ground) {
    const { prefix } = ground;
    const owns = ownOnce(ground);
    const servers = [0, 1].map(() => ofServer(ground.client('safe'), prefix));
    return {
      async serve(server, request, handler) {
        const { key } = await ask(request, vary, false);
        const at = { prefix, name: 'responses' };
        const place = { ...at, version: 1, key };
        const tag = keys.tag({ ...at, tag: await urlTag(request.url) });
        await owns(key, [keys.entry(place), keys.state(place), tag]);
        return servers[server]!.wrap(handler, { vary })(request);
      },
    };
  },
};

const ofServer = (redis: Redis, prefix: string) =>
  createResponseCache(redis, {
    prefix,
    jitter: 0,
    errorBackoffMs: 0,
    flights: createFlights(),
    // The schedule breaks the origin on purpose; what its readers get is counted.
    onError: () => undefined,
  });

/** Names keys before they are written, those of one thing once, however many ask for it. */
function ownOnce({ owns }: ProofGround) {
  const owned = new Map<string, Promise<void>>();
  return (name: string, names: readonly string[]): Promise<void> => {
    let done = owned.get(name);
    if (!done) owned.set(name, (done = owns(names)));
    return done;
  };
}
