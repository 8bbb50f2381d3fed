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

/** The same commands through @upstash/redis, batched as they were. */
export function asSdk(trips: readonly RoundTrip[]): string {
  return trips
    .map(({ endpoint, commands }) => {
      if (endpoint === 'command')
        return commands.map((command) => `await redis.exec(${list(command)});`).join('\n');
      const calls = commands.map(sdkCall);
      const batch = endpoint === 'multi-exec' ? 'multi' : 'pipeline';
      return `await redis\n  .${batch}()\n${calls.map((text) => `  .${text}`).join('\n')}\n  .exec();`;
    })
    .join('\n');
}

/** A batch has no general `exec` for one command: it takes each by the method of its name. */
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
