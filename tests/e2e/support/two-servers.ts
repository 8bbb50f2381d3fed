import { startDatabase } from '../../../lib/local/database-service';
import { startGateway } from '../../../lib/local/gateway/server';
import { freePort } from '../../../lib/local/port';
import { createProgress } from '../../../lib/local/progress.mjs';
import { startRedis } from '../../../lib/local/redis-server';
import { startBuiltApp } from './built-app';

/** Two servers of the built app on one Redis and one Postgres, as a deployment has them. */
export interface TwoServers {
  urls: [string, string];
  /** Asks the second to end, as a platform does. @returns its exit code: 137 where it had to be killed */
  stopSecond(): Promise<number>;
  close(): Promise<void>;
}

export async function startTwoServers(): Promise<TwoServers> {
  const password = crypto.randomUUID().replaceAll('-', '');
  const redis = await startRedis({ port: await freePort(), password, ephemeral: true });
  const progress = createProgress(process.stderr);
  const postgres = await startDatabase({ env: {}, ephemeral: true, progress });
  const token = crypto.randomUUID();
  const gateway = await startGateway({ redisUrl: redis.url, token });
  const start = () =>
    startBuiltApp({
      UPSTASH_REDIS_REST_URL: gateway.url,
      UPSTASH_REDIS_REST_TOKEN: token,
      DATABASE_URL: postgres.url,
      SAMPLE_ACCOUNTS: '1',
    });
  const [first, second] = await Promise.all([start(), start()]);
  return {
    urls: [first.url, second.url],
    async stopSecond() {
      await second.server.stop();
      return second.server.exited;
    },
    async close() {
      await Promise.all([first.server.stop(), second.server.stop()]);
      await gateway.close();
      await redis.stop();
      await postgres.stop();
    },
  };
}
