import { startDatabase } from '../../../lib/local/database-service';
import { startGateway } from '../../../lib/local/gateway/server';
import { freePort } from '../../../lib/local/port';
import { createProgress } from '../../../lib/local/progress.mjs';
import { startRedis } from '../../../lib/local/redis-server';
import { startBuiltApp } from './built-app';

/** An app with a Postgres, and a Redis of its own that can be killed and brought back on the same address. */
export interface FragileApp {
  url: string;
  killRedis(): Promise<void>;
  reviveRedis(): Promise<void>;
  close(): Promise<void>;
}

export async function startFragileApp(): Promise<FragileApp> {
  const address = { port: await freePort(), password: crypto.randomUUID().replaceAll('-', '') };
  let redis = await startRedis({ ...address, ephemeral: true });
  const progress = createProgress(process.stderr);
  const postgres = await startDatabase({ env: {}, ephemeral: true, progress });
  const token = crypto.randomUUID();
  const gateway = await startGateway({ redisUrl: redis.url, token });
  const { url, server } = await startBuiltApp({
    UPSTASH_REDIS_REST_URL: gateway.url,
    UPSTASH_REDIS_REST_TOKEN: token,
    DATABASE_URL: postgres.url,
  });
  return {
    url,
    async killRedis() {
      const died = new Promise((resolve) => redis.onExit(resolve));
      process.kill(redis.pid, 'SIGKILL');
      await died;
      await redis.stop();
    },
    async reviveRedis() {
      redis = await startRedis({ ...address, ephemeral: true });
    },
    async close() {
      await server.stop();
      await gateway.close();
      await redis.stop();
      await postgres.stop();
    },
  };
}
