import { nextCli } from '../../../lib/local/build';
import { startChild, type Child } from '../../../lib/local/child';
import { startGateway } from '../../../lib/local/gateway/server';
import { freePort } from '../../../lib/local/port';
import { startPostgres } from '../../../lib/local/postgres-server';
import { ensureTemplate } from '../../../lib/local/postgres-template';
import { startRedis } from '../../../lib/local/redis-server';

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
  const postgres = await startPostgres({ ephemeral: true, template: await ensureTemplate() });
  const token = crypto.randomUUID();
  const gateway = await startGateway({ redisUrl: redis.url, token });
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    NEXT_TELEMETRY_DISABLED: '1',
    UPSTASH_REDIS_REST_URL: gateway.url,
    UPSTASH_REDIS_REST_TOKEN: token,
    DATABASE_URL: postgres.url,
    SAMPLE_ACCOUNTS: '1',
  };
  const start = async (): Promise<[url: string, server: Child]> => {
    const port = await freePort();
    const args = [nextCli, 'start', '--port', String(port), '--hostname', '127.0.0.1'];
    const server = startChild(process.execPath, args, { env });
    const url = `http://127.0.0.1:${port}`;
    await answers(url);
    return [url, server];
  };
  const [[firstUrl, first], [secondUrl, second]] = await Promise.all([start(), start()]);
  return {
    urls: [firstUrl, secondUrl],
    async stopSecond() {
      await second.stop();
      return second.exited;
    },
    async close() {
      await Promise.all([first.stop(), second.stop()]);
      await gateway.close();
      await redis.stop();
      await postgres.stop();
    },
  };
}

async function answers(url: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (await fetch(url).catch(() => undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}
