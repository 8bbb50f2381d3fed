import { execFileSync } from 'node:child_process';
import { Redis } from '@upstash/redis';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '@/components/live/wire-log';
import { asCurl, asRedisCli, asSdk } from '@/components/pattern/wire/copy-as';
import type { RoundTrip } from '@/lib/http/wire';
import { tripOf } from './support';

const origin = 'https://example.org';
const exchange = (of: Partial<Exchange>): Exchange => ({
  id: 'action-1',
  kind: 'action',
  label: 'Save',
  method: 'GET',
  url: '/api/views',
  sent: undefined,
  at: 0,
  tookMs: 0,
  status: 200,
  wire: undefined,
  problem: undefined,
  times: 1,
  ...of,
});

/** What a shell hands to curl. */
function shellWords(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('asCurl', () => {
  it('reads with the address alone', () => {
    const text = asCurl(exchange({ url: '/api/views?path=%2Fa&n=2' }), origin);
    expect(text).toBe(`curl 'https://example.org/api/views?path=%2Fa&n=2'`);
  });

  it.each([
    ['quotes of both kinds', { text: `it's "so"` }],
    ['what a shell would run', { text: '$(id) `id` $HOME ! \\' }],
    ['lines and other scripts', { text: 'a\nb 价格' }],
  ])('sends %s through a shell unharmed', (_, body) => {
    const sent = JSON.stringify(body);
    const text = asCurl(exchange({ method: 'POST', url: "/api/o'neill", sent }), origin);
    expect(shellWords(text)).toEqual([
      "https://example.org/api/o'neill",
      '-X',
      'POST',
      '-H',
      'content-type: application/json',
      '-d',
      sent,
    ]);
  });

  it('sends no body where there was none', () => {
    const text = asCurl(exchange({ method: 'DELETE' }), origin);
    expect(text).toBe(`curl 'https://example.org/api/views' -X DELETE`);
  });
});

describe('asRedisCli', () => {
  it.each([
    [['GET', 'user:{1}:a/b@c'], 'GET user:{1}:a/b@c'],
    [['ZRANGE', 'z', '0', '-1', 'REV'], 'ZRANGE z 0 -1 REV'],
    [['SET', 'a b', ''], 'SET "a b" ""'],
    [['SET', 'k', 'it\'s "so" \\'], 'SET k "it\'s \\"so\\" \\\\"'],
    [['SET', 'k', 'two\nlines'], 'SET k "two\\nlines"'],
    [['SET', 'k', '‹12 bytes›'], 'SET k "‹12 bytes›"'],
    [['AUTH', '‹redacted›'], 'AUTH ‹redacted›'],
    [['XADD', 's', '*'], 'XADD s "*"'],
  ])('%j', (command, line) => {
    expect(asRedisCli([tripOf({ commands: [command] })])).toBe(line);
  });

  it('gives a line to each command of each trip', () => {
    const trips = [
      tripOf({
        commands: [
          ['GET', 'a'],
          ['GET', 'b'],
        ],
      }),
      tripOf({ commands: [['DBSIZE']] }),
    ];
    expect(asRedisCli(trips)).toBe('GET a\nGET b\nDBSIZE');
  });
});

interface Sent {
  path: string;
  commands: string[][];
}

/** Runs the copied text with the SDK itself, and gives what that put on the wire. */
async function run(text: string): Promise<Sent[]> {
  const sent: Sent[] = [];
  const redis = new Redis({
    request({ path, body }) {
      const batched = path !== undefined && path.length > 0;
      const commands = (batched ? body : [body]) as unknown[][];
      sent.push({
        path: path?.join('/') ?? '',
        commands: commands.map((words) => words.map(String)),
      });
      const results = commands.map(() => ({ result: 'OK' }));
      return Promise.resolve((batched ? results : results[0]) as never);
    },
  });
  const program = new Function('redis', `return (async () => { ${text} })();`) as (
    redis: Redis,
  ) => Promise<void>;
  await program(redis);
  return sent;
}

const awkward = 'it\'s "so" \\ ${x}\n`id`';
const single = [
  ['SET', 'k', '‹12 bytes›', 'EX', '60'],
  ['HSET', awkward, 'field', '007'],
  ['INCRBY', 'k', '-5'],
  ['INCRBY', 'k', '12345678901234567890'],
];
const batch = [
  ['GET', awkward],
  ['HINCRBY', 'h', 'field', '3'],
  ['EXPIRE', 'h', '60', 'NX'],
  ['PFADD', 'p', '‹8 bytes›'],
  ['EVALSHA', '01234567…', '2', 'a', 'b', '‹3 bytes›', '5'],
  ['EVAL', '‹script, 9 bytes›', '0'],
];

describe('asSdk', () => {
  it('writes text as text and numbers as numbers', () => {
    const commands = [['SET', 'k', '‹12 bytes›', 'EX', '60']];
    expect(asSdk([tripOf({ endpoint: 'command', commands })])).toBe(
      'await redis.exec(["SET", "k", "‹12 bytes›", "EX", 60]);',
    );
  });

  it.each<[RoundTrip['endpoint'], string, string[][]]>([
    ['pipeline', 'pipeline', batch],
    ['multi-exec', 'multi-exec', batch],
  ])('a %s sends the same commands in one trip', async (endpoint, path, commands) => {
    const sent = await run(asSdk([tripOf({ endpoint, commands })]));
    expect(sent.map((trip) => trip.path)).toEqual([path]);
    expect(sent[0]?.commands.map(upper)).toEqual(commands);
  });

  it('a batch with options is written one by one, in the words of each command', async () => {
    const commands = [
      ['HGETALL', 'h'],
      ['SET', 'k', 'v', 'EX', '60'],
      ['ZUNION', '2', 'a', 'b', 'WITHSCORES'],
    ];
    const text = asSdk([tripOf({ endpoint: 'pipeline', commands })]);
    expect(text).toContain('// One request as a pipeline');
    const sent = await run(text);
    expect(sent).toEqual(commands.map((command) => ({ path: '', commands: [command] })));
  });

  it('single commands are sent one by one, whatever their options', async () => {
    const sent = await run(
      asSdk(single.map((command) => tripOf({ endpoint: 'command', commands: [command] }))),
    );
    expect(sent).toEqual(single.map((command) => ({ path: '', commands: [command] })));
  });
});

/** The SDK writes the names of commands in lower case. */
const upper = ([name = '', ...rest]: string[]): string[] => [name.toUpperCase(), ...rest];
