import { describe, expect, it } from 'vitest';
import { READ_ONLY_TOKEN, until, setUpGateway } from './support';

const server = setUpGateway();
const { request, command } = server;

async function answerOf(path: string, body?: unknown, token?: string) {
  const response = await request(path, {
    method: body === undefined ? 'GET' : 'POST',
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
  return { status: response.status, answer: await response.json() };
}

describe('what a connection is', () => {
  it.each(
    `SELECT 1; MULTI; EXEC; DISCARD; WATCH k; UNWATCH; SUBSCRIBE c; PSUBSCRIBE c; SSUBSCRIBE c; UNSUBSCRIBE; MONITOR; SYNC; PSYNC ? -1;
     CLIENT REPLY OFF; CLIENT NO-EVICT ON; AUTH x; RESET; QUIT; HELLO 3; READONLY; SCRIPT DEBUG YES; select 1; ReSeT`
      .split(';')
      .map((line) => line.trim().split(' ')),
  )('cannot be changed by %s %s', async (...args) => {
    const name = (args[0] as string).toLowerCase();
    const refusal = { error: `ERR Command is not available: '${name}'` };
    expect(await answerOf('/', args)).toEqual({ status: 400, answer: refusal });
    // In a path these three name the endpoints of streams, not commands.
    if (!/^(monitor|p?subscribe)$/.test(name)) {
      const path = `/${args.map(encodeURIComponent).join('/')}`;
      expect(await answerOf(path)).toEqual({ status: 400, answer: refusal });
    }
    expect(await answerOf('/pipeline', [args, ['PING']])).toEqual({
      status: 200,
      answer: [refusal, { result: 'PONG' }],
    });
    expect((await answerOf('/multi-exec', [['PING'], args])).status).toBe(400);
    expect(await command('PING')).toBe('PONG');
  });
});

describe('administration', () => {
  const commands =
    `CONFIG GET *; CONFIG SET maxmemory 1; SHUTDOWN NOSAVE; DEBUG SLEEP 1; ACL WHOAMI; REPLICAOF NO ONE; SLAVEOF NO ONE; SAVE;
    BGSAVE; BGREWRITEAOF; FAILOVER; CLUSTER RESET; MODULE LIST; SLOWLOG GET; LATENCY RESET; MIGRATE h 1 k 0 1; SWAPDB 0 1`
      .split(';')
      .map((line) => line.trim().split(' '));

  it.each(commands)('%s is refused', async (...args) => {
    const { status, answer } = await answerOf('/', args);
    expect(status).toBe(400);
    expect(answer.error).toMatch(/^ERR Command is not available/);
  });

  it.each(
    `redis.call('SELECT', 3); redis.call('SLOWLOG', 'GET'); redis.call('SWAPDB', 0, 1); redis.call('CONFIG', 'GET', '*');
    redis.call('MIGRATE', 'h', 1, 'k', 0, 1); redis.call('ACL', 'LIST'); redis.call('SAVE'); redis.pcall('REPLICAOF', 'NO', 'ONE')`
      .split(';')
      .map((text) => text.trim()),
  )('is refused inside a script, too: %s', async (call) => {
    const { answer } = await answerOf('/', ['EVAL', `return ${call}`, '0']);
    expect(answer.error).toMatch(/can't (run|access)|No permission|NOPERM|not allowed/i);
    expect(await command('EVAL', "return redis.call('PING')", '0')).toBe('PONG');
  });

  it('is refused on the connections of commands that block and of large batches', async () => {
    const script = "return redis.call('CONFIG', 'GET', 'port')";
    const batch = [
      ['BLPOP', 'none', '0.01'],
      ['EVAL', script, '0'],
    ];
    const { answer } = await answerOf('/pipeline', batch);
    expect(answer).toMatchObject([{ result: null }, { error: expect.any(String) }]);
  });

  it('is served where the operator allows it, but never what takes a connection over', async () => {
    const { url } = await server.another({ allowAdmin: true });
    const send = async (...args: string[]) =>
      (
        await fetch(url, {
          method: 'POST',
          body: JSON.stringify(args),
          headers: { authorization: 'Bearer full-token' },
        })
      ).json();
    expect(await send('CONFIG', 'GET', 'port')).toEqual({
      result: ['port', String(server.redis.port)],
    });
    expect(await send('SYNC')).toHaveProperty('error');
    expect(await send('CLIENT', 'LIST')).toHaveProperty('error');
  });
});

describe('the read-only token', () => {
  const noPermission = (name: string) =>
    `NOPERM this user has no permissions to run the '${name}' command`;

  it.each([
    ['GET', 'k'],
    ['HGETALL', 'h'],
    ['TTL', 'k'],
    ['OBJECT', 'ENCODING', 'k'],
    ['PING'],
    ['DBSIZE'],
    ['XREAD', 'STREAMS', 's', '0'],
  ])('may %s', async (...args) => {
    expect((await answerOf('/', args, READ_ONLY_TOKEN)).answer).not.toMatchObject({
      error: expect.stringContaining('NOPERM'),
    });
  });

  it.each([
    ['SET', 'stolen', '1'],
    ['set', 'stolen', '1'],
    ['GETEX', 'stolen', 'EX', '1'],
    ['GETDEL', 'stolen'],
    ['SORT', 'l', 'STORE', 'stolen'],
    ['BITFIELD', 'stolen', 'SET', 'u8', '0', '1'],
    ['COPY', 'stolen', 'stolen'],
    ['EVAL', "return redis.call('SET','stolen','1')", '0'],
    ['EVALSHA', '0'.repeat(40), '0'],
    ['EVAL_RO', 'while true do end', '0'],
    ['EVALSHA_RO', '0'.repeat(40), '0'],
    ['FCALL_RO', 'f', '0'],
    ['FCALL', 'f', '0'],
    ['FUNCTION', 'LOAD', 'x'],
    ['SCRIPT', 'LOAD', 'return 1'],
    ['SCRIPT', 'FLUSH'],
    ['PUBLISH', 'c', 'm'],
    ['FLUSHALL'],
    ['SCAN', '0'],
    ['KEYS', '*'],
    ['SCAN', '0', 'WITHTYPE'],
    ['XREADGROUP', 'GROUP', 'g', 'c', 'STREAMS', 's', '>'],
    ['NOSUCH'],
  ])('may not %s, whichever way it comes in', async (...args) => {
    const error = noPermission((args[0] as string).toLowerCase());
    const path = `/${args.map(encodeURIComponent).join('/')}`;
    expect(await answerOf('/', args, READ_ONLY_TOKEN)).toEqual({ status: 400, answer: { error } });
    expect(await answerOf(path, undefined, READ_ONLY_TOKEN)).toEqual({
      status: 400,
      answer: { error },
    });
    expect((await answerOf('/pipeline', [args], READ_ONLY_TOKEN)).answer).toEqual([{ error }]);
    expect((await answerOf('/multi-exec', [args], READ_ONLY_TOKEN)).status).toBe(400);
    expect((await answerOf('/monitor', undefined, READ_ONLY_TOKEN)).status).toBe(400);
    expect(await command('EXISTS', 'stolen')).toBe(0);
  });
});

describe('callers at the same time', () => {
  it('200 transactions of many callers never mix', async () => {
    const transactions = Array.from({ length: 200 }, async (_, at) => {
      // Others work on the same key meanwhile: it is the caller's own only from MULTI to EXEC.
      const commands = [
        ['SET', 'shared', `${at}`],
        ['APPEND', 'shared', `-${at}`],
        ['GET', 'shared'],
      ];
      return (await answerOf('/multi-exec', commands)).answer;
    });
    const others = Array.from({ length: 200 }, (_, at) => command('SET', 'shared', `other-${at}`));
    const answers = await Promise.all(transactions);
    expect(await Promise.all(others)).toEqual(others.map(() => 'OK'));
    expect(answers).toEqual(
      answers.map((_, at) => [
        { result: 'OK' },
        { result: `${at}-${at}`.length },
        { result: `${at}-${at}` },
      ]),
    );
  });

  it('a command that blocks holds up nobody, and ends when its caller goes', async () => {
    const abort = new AbortController();
    const blocked = request('/blpop/never/0', { signal: abort.signal });
    const waiting = async () =>
      /blocked_clients:(\d+)/.exec(String(await command('INFO', 'clients')))?.[1];
    await until(async () => (await waiting()) === '1');
    expect(await command('PING')).toBe('PONG');
    abort.abort();
    await expect(blocked).rejects.toThrow();
    await until(async () => (await waiting()) === '0');
  });

  it.each([
    [
      ['BRPOP', 'queue', 0],
      ['queue', 'job'],
    ],
    [['BLMOVE', 'queue', 'other', 'LEFT', 'RIGHT', 0], 'job'],
    [
      ['BLMPOP', 0, 1, 'queue', 'LEFT'],
      ['queue', ['job']],
    ],
  ])('%j is answered when what it waits for comes', async (blocking, expected) => {
    const popped = command(...blocking);
    await until(async () => String(await command('INFO', 'clients')).includes('blocked_clients:1'));
    await command('RPUSH', 'queue', 'job');
    expect(await popped).toEqual(expected);
    await command('DEL', 'other');
  });

  it('commands that block are bounded, and ordinary ones go on beyond that', async () => {
    const small = await server.another({ maxDedicated: 2 });
    const abort = new AbortController();
    const init = { headers: { authorization: 'Bearer full-token' }, signal: abort.signal };
    const blocked = [1, 2].map(() =>
      fetch(`${small.url}/blpop/never/0`, init).catch(() => undefined),
    );
    await until(async () => String(await command('INFO', 'clients')).includes('blocked_clients:2'));
    const refused = await fetch(`${small.url}/blpop/never/0`, init);
    expect(refused.status).toBe(503);
    expect(await (await fetch(`${small.url}/ping`, init)).json()).toEqual({ result: 'PONG' });
    abort.abort();
    await Promise.all(blocked);
  });
});
