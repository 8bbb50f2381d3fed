import { LaunchError } from '../launch-error.mjs';
import { startRedis } from '../redis-server';
import { runUntilStopped } from '../run-until-stopped';
import { startGateway } from './server';
import { gatewayToken } from './token-file';

const defaultPort = 8079;

/** `npm run gateway`: the gateway alone, configured by the environment. */
await runUntilStopped(async (run) => {
  const { REDIS_URL, GATEWAY_TOKEN, GATEWAY_READONLY_TOKEN, GATEWAY_HOST, GATEWAY_PORT } =
    process.env;
  const port = Number(GATEWAY_PORT || defaultPort);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new LaunchError(
      `GATEWAY_PORT is "${GATEWAY_PORT}", which is no port.`,
      'Set it to a number up to 65535; 0 takes a free one.',
    );
  }
  const redis = REDIS_URL ? undefined : await startRedis({ restart: true, log: console.error });
  if (redis) run.onStop(redis.stop);
  const gateway = await startGateway({
    redisUrl: REDIS_URL || (redis?.url as string),
    token: GATEWAY_TOKEN || (await gatewayToken(console.error)),
    readOnlyToken: GATEWAY_READONLY_TOKEN || undefined,
    host: GATEWAY_HOST || undefined,
    port,
  });
  run.onStop(gateway.close);
  console.log(gateway.url);
  // Until a signal comes, or its Redis is gone for good.
  return new Promise((_, reject) => redis?.onExit(reject));
});
