import { randomBytes } from 'node:crypto';
import { readConfiguration } from './environment';
import { startGateway } from './gateway/server';
import type { Progress } from './progress.mjs';
import { startRedis } from './redis-server';

/** A Redis, reachable the way that the app reaches it. */
export interface Services {
  /** What a process needs in its environment to use it. */
  variables: Record<string, string>;
  /** Calls back once when the Redis that was started here is gone and could not be brought back. */
  onExit(listener: (reason: Error) => void): void;
  /** Ends what was started; what is configured elsewhere is left alone. */
  close(): Promise<void>;
}

export interface StartServicesOptions {
  /** What is configured. Default `process.env`. */
  env?: Record<string, string | undefined>;
  /** Keep no data. Default false. */
  ephemeral?: boolean;
  /** Where a local Redis keeps its data. Default `.data/redis`. */
  dataDir?: string;
  progress: Progress;
}

/**
 * Starts what is not configured: a Redis and the HTTP gateway in front of it, the gateway alone before a `REDIS_URL`, or
 * nothing when a hosted database is configured.
 *
 * @throws LaunchError when the configuration is half a one or no Redis can be started
 */
export async function startServices(options: StartServicesOptions): Promise<Services> {
  const { env = process.env, ephemeral, dataDir, progress } = options;
  const configured = readConfiguration(env);
  if (configured.kind === 'http') {
    progress.note(`✓ Redis at ${new URL(configured.url).host}, as configured`);
    return {
      variables: variables(configured.url, configured.token, configured.readOnlyToken),
      onExit: () => undefined,
      close: async () => undefined,
    };
  }

  const started: Array<() => Promise<void>> = [];
  const close = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  try {
    const local = configured.kind === 'none' ? await startLocalRedis() : undefined;
    const redisUrl = local?.url ?? env.REDIS_URL ?? '';
    const gateway = await startLocalGateway(redisUrl);
    return {
      variables: {
        ...variables(gateway.url, gateway.token, gateway.readOnlyToken),
        REDIS_URL: redisUrl,
      },
      onExit: (listener) => local?.onExit(listener),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }

  async function startLocalRedis() {
    return progress.step('Starting Redis', async () => {
      const redis = await startRedis({ ephemeral, dataDir, restart: true, log: progress.note });
      started.push(redis.stop);
      return [redis, `${redis.name} on 127.0.0.1:${redis.port}`];
    });
  }

  async function startLocalGateway(redisUrl: string) {
    return progress.step('Starting the gateway', async () => {
      const token = randomBytes(24).toString('hex');
      const readOnlyToken = randomBytes(24).toString('hex');
      const gateway = await startGateway({ redisUrl, token, readOnlyToken });
      started.push(gateway.close);
      return [
        { url: gateway.url, token, readOnlyToken },
        `Gateway on ${new URL(gateway.url).host}`,
      ];
    });
  }
}

function variables(url: string, token: string, readOnlyToken?: string): Record<string, string> {
  return {
    UPSTASH_REDIS_REST_URL: url,
    UPSTASH_REDIS_REST_TOKEN: token,
    ...(readOnlyToken && { KV_REST_API_READ_ONLY_TOKEN: readOnlyToken }),
  };
}
