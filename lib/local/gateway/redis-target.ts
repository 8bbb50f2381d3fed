import { encodeCommand } from './resp';
import { toByteString, type ByteString } from './byte-string';

/** Where a Redis is and how to sign in to it. */
export interface RedisTarget {
  host: string;
  port: number;
  tls: boolean;
  /** The commands that open every connection (AUTH, SELECT), in RESP, and how many replies they bring. */
  greeting: ByteString;
  greetings: number;
  /** What proves that a gateway may use this Redis; empty where it asks for nothing. */
  secret: string;
}

/**
 * Reads `redis://` or `rediss://` with optional `user:password@` and `/database`.
 *
 * @throws TypeError for anything else; the message never holds the URL, which may carry a password.
 */
export function parseRedisUrl(redisUrl: string): RedisTarget {
  const url = URL.canParse(redisUrl) ? new URL(redisUrl) : undefined;
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    throw new TypeError(
      'the Redis URL must look like redis://[user:password@]host[:port][/database]',
    );
  }
  const database = url.pathname.slice(1);
  if (!/^\d*$/.test(database))
    throw new TypeError('the database in the Redis URL must be a number');

  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const commands: string[][] = [];
  if (password) commands.push(username ? ['AUTH', username, password] : ['AUTH', password]);
  if (Number(database) > 0) commands.push(['SELECT', database]);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 6379 : Number(url.port),
    tls: url.protocol === 'rediss:',
    greeting: commands.map((args) => encodeCommand(args.map(toByteString))).join(''),
    greetings: commands.length,
    secret: password,
  };
}
