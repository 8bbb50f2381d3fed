import { randomBytes } from 'node:crypto';
import { askHttpRedis, askPostgres } from './ask-configured';
import { startDatabase } from './database-service';
import { readConfiguration, readDatabaseUrl } from './environment';
import { startGateway } from './gateway/server';
import type { Progress } from './progress.mjs';
import { startRedis } from './redis-server';

/** A Redis and a Postgres, reachable the way that the app reaches them. */
export interface Services {
  /** What a process needs in its environment to use them. */
  variables: Record<string, string>;
  /** Calls back once when a server that was started here is gone and could not be brought back. */
  onExit(listener: (reason: Error) => void): void;
  /** Ends what was started; what is configured elsewhere is left alone. */
  close(): Promise<void>;
}

export interface StartServicesOptions {
  /** What is configured. Default `process.env`. */
  env?: Record<string, string | undefined>;
  /** Keep no data. Default false. */
  ephemeral?: boolean;
  progress: Progress;
}

/** What one service adds to all of them. */
interface Part {
  variables: Record<string, string>;
  onExit?: (listener: (reason: Error) => void) => void;
}

/**
 * Starts what is not configured, all at the same time: a Redis with the HTTP gateway in front of it, or the gateway alone
 * before a `REDIS_URL`; a Postgres with a schema and a filled shop, unless `DATABASE_URL` names one.
 *
 * @throws LaunchError when the configuration is half a one, or something cannot be started
 */
export async function startServices(options: StartServicesOptions): Promise<Services> {
  const { env = process.env, ephemeral, progress } = options;
  const configured = readConfiguration(env);
  const databaseUrl = readDatabaseUrl(env);
  const started: Array<() => Promise<void>> = [];
  const close = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };

  const outcomes = await Promise.allSettled([redis(), database()]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  const parts = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value : [],
  );
  return {
    variables: Object.assign({}, ...parts.map((part) => part.variables)) as Services['variables'],
    onExit: (listener) => parts.forEach((part) => part.onExit?.(listener)),
    close,
  };

  async function redis(): Promise<Part> {
    if (configured.kind === 'http') {
      const { url, token } = configured;
      await tell('Redis', new URL(url).host, askHttpRedis(url, token));
      return { variables: variables(configured.url, configured.token, configured.readOnlyToken) };
    }
    const local = configured.kind === 'none' ? await startLocalRedis() : undefined;
    const redisUrl = local?.url ?? env.REDIS_URL ?? '';
    const gateway = await startLocalGateway(redisUrl);
    if (!local)
      await tell('Redis', new URL(redisUrl).host, askHttpRedis(gateway.url, gateway.token));
    return {
      variables: {
        ...variables(gateway.url, gateway.token, gateway.readOnlyToken),
        REDIS_URL: redisUrl,
      },
      onExit: local?.onExit,
    };
  }

  /** What is configured elsewhere may be away: the app starts all the same, and recovers by itself. */
  async function tell(service: string, host: string, asked: Promise<string | undefined>) {
    const reason = await asked;
    progress.note(
      reason === undefined
        ? `✓ ${service} at ${host}, as configured`
        : `✗ ${service} at ${host}, as configured, cannot be used: ${reason}\n` +
            '  The app starts without it. Its pages say what to do.',
    );
  }

  async function startLocalRedis() {
    return progress.step('Starting Redis', async () => {
      const server = await startRedis({ ephemeral, restart: true, log: progress.note });
      started.push(server.stop);
      return [server, `${server.name} on 127.0.0.1:${server.port}`];
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

  async function database(): Promise<Part> {
    if (databaseUrl !== undefined) {
      await tell('Postgres', new URL(databaseUrl).host, askPostgres(databaseUrl));
      return { variables: { DATABASE_URL: databaseUrl } };
    }
    const postgres = await startDatabase({ env, ephemeral, progress });
    started.push(postgres.stop);
    return { variables: { DATABASE_URL: postgres.url }, onExit: postgres.onExit };
  }
}

function variables(url: string, token: string, readOnlyToken?: string): Record<string, string> {
  return {
    UPSTASH_REDIS_REST_URL: url,
    UPSTASH_REDIS_REST_TOKEN: token,
    ...(readOnlyToken && { KV_REST_API_READ_ONLY_TOKEN: readOnlyToken }),
  };
}
