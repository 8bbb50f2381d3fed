import type { RoundTrip } from '@/lib/http/wire';
import type { Exchange } from '../../live/wire-log';

/** The call itself, for a shell. */
export function asCurl({ method, url, sent }: Exchange, origin = window.location.origin): string {
  const parts = [`curl ${shell(new URL(url, origin).href)}`];
  if (method !== 'GET') parts[0] += ` -X ${method}`;
  if (sent !== undefined) parts.push(`-H 'content-type: application/json'`, `-d ${shell(sent)}`);
  return parts.join(' \\\n  ');
}

/** The commands, a line each. Redacted values stay as they are shown. */
export function asRedisCli(trips: readonly RoundTrip[]): string {
  return trips
    .flatMap(({ commands }) => commands)
    .map((command) => command.map(cliWord).join(' '))
    .join('\n');
}

/**
 * The same commands through @upstash/redis, batched as they were where each has a method that takes its words
 * as they are; else one by one, since a batch has no general `exec`.
 */
export function asSdk(trips: readonly RoundTrip[]): string {
  return trips
    .map(({ endpoint, commands }) => {
      const oneByOne = commands.map((command) => `await redis.exec(${list(command)});`);
      if (endpoint === 'command') return oneByOne.join('\n');
      const batch = endpoint === 'multi-exec' ? 'multi' : 'pipeline';
      if (!commands.every(([name = '']) => plain.has(name.toLowerCase())))
        return [`// One request as a ${batch}; written one by one:`, ...oneByOne].join('\n');
      const calls = commands.map((command) => `  .${sdkCall(command)}`);
      return `await redis\n  .${batch}()\n${calls.join('\n')}\n  .exec();`;
    })
    .join('\n');
}

/** Methods of the client whose arguments are those of the command. Others take objects for fields and options. */
const plain = new Set(
  `append bitcount dbsize decr decrby del echo eval evalsha exists expire expireat get getdel getset hexists hget hgetall
  hincrby hkeys hlen hvals incr incrby lindex llen lpop lpush lrange lrem lset ltrim persist pexpire pfadd pfcount ping pttl
  publish rpop rpush sadd scard setnx sismember smembers srem strlen time touch ttl type unlink zcard zcount zincrby zrank zrem
  zscore`.split(/\s+/),
);

function sdkCall([name = '', ...rest]: string[]): string {
  const method = name.toLowerCase();
  if (method !== 'eval' && method !== 'evalsha')
    return `${method}(${rest.map(literal).join(', ')})`;
  const [script = '', many = '0', ...values] = rest;
  const keys = values.slice(0, Number(many));
  return `${method}(${literal(script)}, ${list(keys)}, ${list(values.slice(keys.length))})`;
}

const list = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`;

const literal = (text: string): string =>
  /^-?(0|[1-9]\d{0,14})$/.test(text) ? text : JSON.stringify(text);

const cliWord = (text: string): string =>
  /^[\w:.{}<>‹›+@/-]+$/.test(text) ? text : JSON.stringify(text);

const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
