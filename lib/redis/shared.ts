import { CodedError } from '../errors';
import { redisConfig, type RedisConfig } from './config';
import { createTransport, type Transport } from './transport';

let shared: Transport | undefined;

/** The process's one transport, made at the first request, so that a build needs no credentials. */
export function sharedTransport(): Transport {
  return (shared ??= createTransport(requireRedisConfig()));
}

/** @throws CodedError `not_configured`, naming the variables that are missing */
export function requireRedisConfig(): RedisConfig {
  const config = redisConfig();
  if (!('missing' in config)) return config;
  throw new CodedError(
    'not_configured',
    `Set ${config.missing.join(' and ')}, or start the app with npm start, which brings a Redis of its own.`,
    {
      fields: config.missing.map((name) => ({ field: `environment/${name}`, message: 'Not set' })),
    },
  );
}
