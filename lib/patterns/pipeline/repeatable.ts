import { CodedError } from '../../errors';
import type { Encoded } from './steps';

/**
 * Commands that may be carried out twice: what they leave is what they left the first time. The second reply may
 * differ (`DEL` finds nothing any more). What is not listed counts as not repeatable.
 */
const repeatable = new Set(
  // Reading
  (
    'BITCOUNT BITPOS EXISTS EXPIRETIME GEODIST GEOHASH GEOPOS GEOSEARCH GET GETBIT GETRANGE HEXISTS HGET HGETALL ' +
    'HKEYS HLEN HMGET HRANDFIELD HSCAN HSTRLEN HVALS LINDEX LLEN LPOS LRANGE MGET PEXPIRETIME PFCOUNT PTTL SCARD ' +
    'SDIFF SINTER SINTERCARD SISMEMBER SMEMBERS SMISMEMBER SRANDMEMBER SSCAN STRLEN SUNION TTL TYPE XLEN XRANGE ' +
    'XREVRANGE ZCARD ZCOUNT ZDIFF ZINTER ZINTERCARD ZLEXCOUNT ZMSCORE ZRANGE ZRANK ZREVRANK ZSCAN ZSCORE ZUNION ' +
    // Writing what the command itself says, whatever was there
    'DEL EXPIRE EXPIREAT HDEL HMSET HSET LSET MSET PERSIST PEXPIRE PEXPIREAT PFADD PSETEX SADD SET SETBIT SETEX ' +
    'SETRANGE SREM TOUCH UNLINK XDEL ZADD ZREM'
  ).split(' '),
);

/** Options under which a second run says or does something else than the first. */
const conditional = /^(NX|XX|GT|LT|GET|INCR)$/;
const takesOptions = new Set(['EXPIRE', 'EXPIREAT', 'PEXPIRE', 'PEXPIREAT', 'SET', 'ZADD']);

/** True where carrying a command out twice does what carrying it out once does. */
function isRepeatable([name = '', , ...rest]: readonly string[]): boolean {
  const command = name.toUpperCase();
  if (!repeatable.has(command)) return false;
  if (!takesOptions.has(command)) return true;
  // The first of SET's rest is its value; ZADD's options stand before the first score.
  const options = command === 'SET' ? rest.slice(1) : rest;
  const until = command === 'ZADD' ? options.findIndex((text) => text !== '' && !isNaN(+text)) : -1;
  return !(until < 0 ? options : options.slice(0, until)).some((text) =>
    conditional.test(text.toUpperCase()),
  );
}

/**
 * Refuses a batch that a resend would change.
 *
 * @throws CodedError `invalid_request` naming each step
 */
export function checkRepeatable(steps: readonly Encoded[]): void {
  const fields = steps.flatMap(({ args }, index) =>
    isRepeatable(args)
      ? []
      : [{ field: `steps/${index}`, message: `${args[0]?.toUpperCase()} twice is not once` }],
  );
  if (fields.length > 0)
    throw new CodedError(
      'invalid_request',
      'A lost answer would carry some steps out twice. Give the batch an operation id (once), or allow it (atLeastOnce).',
      { fields },
    );
}
