import { Redis } from '@upstash/redis';
import { describe, expect, it, vi } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { decodeReply, parseAnswer, type EncodedReply } from '@/lib/redis/decode';
import { requireRedisConfig } from '@/lib/redis/shared';
import { connect, errorOf, freshKey, randomOf } from './support';

const official = new Redis({
  ...requireRedisConfig(),
  automaticDeserialization: false,
  enableAutoPipelining: false,
  enableTelemetry: false,
});

type Command = [string, ...string[]];

const script = (lua: string): Command => ['EVAL', lua, '0'];

describe('replies are those of the official client', () => {
  it.each<[string, Command]>([
    ['a status OK', script("return redis.status_reply('OK')")],
    ['another status', ['PING']],
    ['a string that says OK', script("return 'OK'")],
    ['OK within an array', script("return {'OK', {'OK', {'OK'}}}")],
    ['null', ['GET', 'no-such-key']],
    ['nulls within an array', ['MGET', 'no-such-key', 'nor-this']],
    ['an empty string', script("return ''")],
    ['an empty array', ['LRANGE', 'no-such-key', '0', '-1']],
    ['integers', script('return {0, 1, -1, 9007199254740991, -9007199254740991}')],
    ['a string of digits', script("return '00123'")],
    ['a string of many digits', script("return '12345678901234567890'")],
    ['text beyond ASCII', script("return 'h\u00e9llo \u4f60 \ud83d\ude80'")],
    ['JSON', script(`return '{"a":[1,"x",null]}'`)],
    ['quotes, backslashes and line ends', script(String.raw`return '"\\\n\r\t\0"'`)],
    ['what looks like base64', script("return {'T0s=', 'AAAA', 'OK=='}")],
    ['bytes that are not UTF-8', script(String.raw`return '\255\254a\192\128\237\160\128'`)],
    ['nesting', script("return {1, 'a', {2, 'b', {3, 'c', {}}}, false}")],
    ['booleans of Lua', script('return {true, false}')],
    ['a long string', script("return string.rep('0123456789', 100000)")],
    [
      'ten thousand strings',
      script('local t = {} for i = 1, 10000 do t[i] = "m:" .. i end return t'),
    ],
  ])('%s', async (_, command) => {
    const ours = createClient(connect());
    expect(await ours.exec(command)).toEqual(await official.exec(command));
  });

  it('in pipelines and transactions too', async () => {
    const ours = createClient(connect());
    const prefix = freshKey();
    const fill = (batch: ReturnType<Redis['pipeline']>) =>
      batch
        .set(`${prefix}:s`, 'vé')
        .get(`${prefix}:s`)
        .rpush(`${prefix}:l`, '1', '02', 'OK')
        .lrange(`${prefix}:l`, 0, -1)
        .get(`${prefix}:none`)
        .del(`${prefix}:l`);
    const wanted = ['OK', 'vé', 3, ['1', '02', 'OK'], null, 1];
    for (const client of [ours, official]) {
      expect(await fill(client.pipeline()).exec()).toEqual(wanted);
      expect(await fill(client.multi()).exec()).toEqual(wanted);
    }
  });

  it('keeps every error of a pipeline in its place', async () => {
    const ours = createClient(connect());
    const key = freshKey();
    const run = (client: Redis) =>
      client.pipeline().set(key, 'x').incr(key).get(key).exec({ keepErrors: true });
    const replies = await run(ours);
    expect(replies).toEqual(await run(official));
    expect(replies.map(({ error }) => Boolean(error))).toEqual([false, true, false]);
  });

  it('any bytes come back as their UTF-8 reading', async () => {
    const ours = createClient(connect());
    const random = randomOf(20_260_101);
    const texts = Array.from({ length: 200 }, (_, i) =>
      Uint8Array.from({ length: i }, () => Math.floor(random() * 256)),
    );
    const replies = await Promise.all(
      texts.map((bytes) => ours.eval('return string.char(unpack(ARGV))', [], [...bytes])),
    );
    const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
    expect(replies).toEqual(texts.map((bytes) => utf8.decode(bytes)));
  });
});

describe('where the official client loses something', () => {
  it('an integer that a double cannot hold is a string with all its digits', async () => {
    const ours = createClient(connect());
    const key = freshKey();
    await ours.set(key, '9223372036854775806');
    expect(await ours.incr(key)).toBe('9223372036854775807');
    const lua =
      'return {9007199254740991, 9007199254740992, -9007199254740993, {1, "a"}, "9007199254740993"}';
    // Lua's own numbers are doubles, so what is odd above 2^53 is rounded before it leaves the script.
    expect(await ours.eval(lua, [], [])).toEqual([
      9007199254740991,
      '9007199254740992',
      '-9007199254740992',
      [1, 'a'],
      '9007199254740993',
    ]);
    expect(await official.incrby(key, 0)).not.toBe('9223372036854775807');
  });

  it('a leading byte order mark stays', async () => {
    const ours = createClient(connect());
    const key = freshKey();
    await ours.set(key, '\ufeffx');
    expect(await ours.get(key)).toBe('\ufeffx');
    expect(await official.get(key)).toBe('x');
  });

  it('an error does not repeat the command', async () => {
    const ours = createClient(connect());
    const key = freshKey();
    await ours.set(key, 'secret');
    const error = await errorOf(ours.incr(key));
    expect(error.name).toBe('UpstashError');
    expect(error.message).toBe('ERR value is not an integer or out of range');
    expect((await errorOf(official.incr(key))).message).toContain('command was');
  });
});

it('without Buffer, as on an edge runtime, strings decode alike', async () => {
  const random = randomOf(7);
  const bytes = Uint8Array.from({ length: 5_000 }, () => Math.floor(random() * 256));
  const texts = [
    Buffer.from(bytes),
    Buffer.from('h\u00e9llo'),
    Buffer.from('\ufeffx'),
    Buffer.from(''),
  ];
  const encoded = texts.map((text) => text.toString('base64'));
  vi.stubGlobal('Buffer', undefined);
  vi.resetModules();
  const edge = await import('@/lib/redis/decode').finally(() => vi.unstubAllGlobals());
  expect(edge.decodeReply).not.toBe(decodeReply);
  expect(edge.decodeReply({ result: [...encoded] })).toEqual(decodeReply({ result: [...encoded] }));
});

describe('parseAnswer', () => {
  const read = (body: string) => decodeReply(parseAnswer(body) as EncodedReply);

  it.each([
    ['{"result":9007199254740993}', '9007199254740993'],
    ['{ "result" : [ -9223372036854775808 , 1 ] }', ['-9223372036854775808', 1]],
    ['{"result":1.5}', 1.5],
    ['{"result":0.12345678901234567890}', 0.1234567890123456789],
    ['{"result":1e300}', 1e300],
    ['{"result":12345678901234567890.5}', 12345678901234567890.5],
    ['{"result":true}', true],
  ])('%s', (body, result) => {
    expect(read(body)).toEqual({ result, error: undefined });
  });

  it('digits within an error are left alone', () => {
    const [wide, error] = parseAnswer(
      String.raw`[{"result":9007199254740993},{"error":"ERR \"9007199254740993\\"}]`,
    ) as EncodedReply[];
    expect(decodeReply(wide!).result).toBe('9007199254740993');
    expect(decodeReply(error!).error).toBe(String.raw`ERR "9007199254740993\\`.slice(0, -1));
  });
});
