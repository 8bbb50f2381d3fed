/** What the bench asks of a cache. */
export interface Peer {
  read(): Promise<unknown>;
  close(): Promise<void>;
}

interface Bento {
  getOrSet(options: {
    key: string;
    tags: readonly string[];
    ttl: string;
    factory: () => Promise<unknown>;
  }): Promise<unknown>;
  disconnectAll(): Promise<void>;
}
interface Layer {
  useL2Layer(driver: unknown): Layer;
}

// Installed only where benches run, so the type checker must not look for it.
const names = { core: 'bentocache', redis: 'bentocache/drivers/redis', client: 'ioredis' };

/** bentocache over ioredis, a value with tags in Redis and nothing in this process, as ours has it. */
export async function openBentocache(
  redisUrl: string,
  key: string,
  tags: readonly string[],
  value: unknown,
): Promise<Peer> {
  const { BentoCache, bentostore } = (await import(names.core)) as {
    BentoCache: new (options: object) => Bento;
    bentostore: () => Layer;
  };
  const { redisDriver } = (await import(names.redis)) as { redisDriver(options: object): unknown };
  const { Redis } = (await import(names.client)) as { Redis: new (url: string) => unknown };
  const store = bentostore().useL2Layer(
    redisDriver({ connection: new Redis(redisUrl), prefix: 'bench-bentocache' }),
  );
  const bento = new BentoCache({ default: 'redis', stores: { redis: store } });
  const read = () => bento.getOrSet({ key, tags, ttl: '10m', factory: async () => value });
  await read();
  return { read, close: () => bento.disconnectAll() };
}
