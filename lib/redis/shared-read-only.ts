import { CodedError } from '../errors';
import { requireRedisConfig, sharedTransport } from './shared';
import { createTransport, type Transport } from './transport';

let readOnly: Transport | undefined;

/**
 * The process's one transport with the token that may only read; the shared one where none is configured. What reads
 * for people who may look at any key goes through it, so that a fault there cannot become a write.
 *
 * Hosts refuse SCAN and KEYS to such a token, and may refuse INFO. Of a replicated Redis it may read what is older than what the
 * shared transport has just written: each waits for its own writes alone.
 *
 * @throws CodedError `not_configured`
 */
export function readOnlyTransport(): Transport {
  return (readOnly ??= openReadOnly());
}

function openReadOnly(): Transport {
  const { url, readOnlyToken } = requireRedisConfig();
  if (readOnlyToken === undefined) return sharedTransport();
  const transport = createTransport({ url, token: readOnlyToken });
  return { ...transport, request: (asked) => transport.request(asked).catch(nameToken) };
}

/** Where all else works, "Redis refused the credentials" would send whoever reads it to the wrong token. */
function nameToken(error: unknown): never {
  if (!(error instanceof CodedError && error.code === 'redis_unauthorized')) throw error;
  const name = 'KV_REST_API_READ_ONLY_TOKEN';
  throw new CodedError(error.code, `Redis refused the token in ${name}.`, {
    fields: [{ field: `environment/${name}`, message: 'Refused' }],
    cause: error,
  });
}
