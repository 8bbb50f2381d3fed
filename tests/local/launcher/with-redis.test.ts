import { writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isPortFree } from '@/lib/local/port';
import { projectRoot } from '@/lib/local/project';
import { bareEnvironment, isAlive, launch, observe, temporaryFolder, until } from './support';

const print = (expression: string) => ['node', '-p', expression];
const WAIT = 'setInterval(() => {}, 1000);';

/** Where a server listens until the test has ended. */
async function listening(server: http.Server): Promise<AddressInfo> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return server.address() as AddressInfo;
}

/** A command that tells its own pid and that of its Redis, and a program of its own, then waits. */
function waiting(prelude = '') {
  const code = `${prelude}
    const { pid } = require('node:child_process').spawn('sleep', ['60']);
    console.log('pids=' + process.pid + ',' + pid + ';');
    ${WAIT}`;
  return ['--ephemeral', 'node', '-e', code];
}

describe('a command with a Redis in its environment', () => {
  it('reaches it by HTTP and directly, and its exit code is the exit code', async () => {
    const code = `
      const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token, REDIS_URL } = process.env;
      fetch(url + '/ping', { headers: { authorization: 'Bearer ' + token } })
        .then((answer) => answer.text())
        .then((text) => { console.log(text, new URL(REDIS_URL).protocol); process.exitCode = 7; });`;
    const run = launch('with-redis.ts', ['--ephemeral', 'node', '-e', code]);
    expect(await run.exited).toBe(7);
    expect(run.output()).toContain('{"result":"PONG"} redis:');
  });

  it.each([
    ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
    ['KV_REST_API_URL', 'KV_REST_API_TOKEN'],
  ])('uses the one that %s names and starts nothing', async (url, token) => {
    const asked: string[] = [];
    const server = http.createServer((request, answer) => {
      asked.push(request.headers.authorization ?? '');
      answer.end('{"result":"PONG"}');
    });
    const { port } = await listening(server);
    const env = bareEnvironment({ [url]: `http://127.0.0.1:${port}`, [token]: 'theirs' });
    const show = `[process.env.UPSTASH_REDIS_REST_URL, process.env.UPSTASH_REDIS_REST_TOKEN].join()`;
    const run = launch('with-redis.ts', ['--ephemeral', ...print(show)], env);
    expect(await run.exited).toBe(0);
    expect(run.output().replace(/(?<=Postgres at )[\w.:]+/, 'there')).toBe(
      `✓ Redis at 127.0.0.1:${port}, as configured\n` +
        '✓ Postgres at there, as configured\n' +
        `http://127.0.0.1:${port},theirs\n`,
    );
    expect(asked).toEqual(['Bearer theirs']);
  });

  it.each([
    ['Redis', { UPSTASH_REDIS_REST_URL: 'http://127.0.0.1:2', UPSTASH_REDIS_REST_TOKEN: 'x' }],
    ['Postgres', { DATABASE_URL: 'postgres://somebody:secret@127.0.0.1:2/app' }],
  ])('says that a configured %s cannot be used, and starts all the same', async (name, set) => {
    const run = launch('with-redis.ts', ['--ephemeral', ...print('"ran"')], bareEnvironment(set));
    expect(await run.exited).toBe(0);
    expect(run.output()).toMatch(
      new RegExp(
        `✗ ${name} at 127.0.0.1:2, as configured, cannot be used: .*ECONNREFUSED.*\n .*\n`,
      ),
    );
    expect(run.output()).toMatch(/ran\n$/);
    expect(run.output()).not.toContain('secret');
  });

  it('says that a configured Redis refuses the token', async () => {
    const server = http.createServer((_, answer) => void answer.writeHead(401).end());
    const { port } = await listening(server);
    const set = {
      UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${port}`,
      UPSTASH_REDIS_REST_TOKEN: 'x',
    };
    const run = launch('with-redis.ts', ['--ephemeral', ...print('"ran"')], bareEnvironment(set));
    expect(await run.exited).toBe(0);
    expect(run.output()).toContain(
      `✗ Redis at 127.0.0.1:${port}, as configured, cannot be used: it refuses the token`,
    );
  });

  it('starts the gateway alone before a REDIS_URL', async () => {
    const env = bareEnvironment({ REDIS_URL: 'redis://127.0.0.1:1' });
    const run = launch('with-redis.ts', ['--ephemeral', ...print('process.env.REDIS_URL')], env);
    expect(await run.exited).toBe(0);
    expect(run.output()).toMatch(
      /✓ Gateway on 127.*\n[^]*✗ Redis at 127.0.0.1:1, as configured, cannot be used: .*\n.*\n[^]*redis:\/\/127.0.0.1:1\n$/,
    );
  });

  it('has a Postgres as well, with a filled shop, which ends with it', async () => {
    const code = `
      const client = new (require('pg').Client)(process.env.DATABASE_URL);
      client.connect()
        .then(() => client.query('select count(*) from order_lines'))
        .then(({ rows }) => { console.log('lines=' + rows[0].count); process.exit(); });`;
    const env = bareEnvironment({ DATABASE_URL: '' });
    const run = launch('with-redis.ts', ['--ephemeral', 'node', '-e', code], env);
    expect(await run.exited).toBe(0);
    expect(run.output()).toContain('lines=21000');
    const port = /✓ Postgres [\d.]+ \(embedded\) on 127\.0\.0\.1:(\d+)/.exec(run.output())?.[1];
    expect(await isPortFree(Number(port), '127.0.0.1')).toBe(true);
  });

  it('is not run where DATABASE_URL is something else, which is not shown', async () => {
    const env = bareEnvironment({ DATABASE_URL: 'mysql://root:secret@db.example' });
    const run = launch('with-redis.ts', print('"ran"'), env);
    expect(await run.exited).toBe(1);
    expect(run.output()).toMatch(
      /^✗ DATABASE_URL is set, but is no Postgres URL\.\n {2}Write .*\n$/,
    );
  });

  it('is not run where half a database is configured', async () => {
    const env = bareEnvironment({ UPSTASH_REDIS_REST_URL: 'https://db.example' });
    const run = launch('with-redis.ts', print('"ran"'), env);
    expect(await run.exited).toBe(1);
    expect(run.output()).toMatch(/^✗ .*but UPSTASH_REDIS_REST_TOKEN is not\.\n {2}Set .*\n$/);
  });

  it('that does not exist gives the exit code of shells', async () => {
    const run = launch('with-redis.ts', ['--ephemeral', 'no-such-command']);
    expect(await run.exited).toBe(127);
  });
});

describe('the end', () => {
  const redisPort = /on 127\.0\.0\.1:(\d+)/;

  async function started(run: ReturnType<typeof launch>) {
    const pids = (await run.printed(/pids=([\d,]+);/)).split(',').map(Number);
    expect(pids.every(isAlive)).toBe(true);
    return { pids, port: Number(await run.printed(redisPort)) };
  }

  /** That nothing runs any more and nothing listens where its Redis did. */
  async function expectAllGone(pids: number[], port: number) {
    await until(
      () => !pids.some(isAlive) && isPortFree(port, '127.0.0.1'),
      () => `${pids}`,
    );
  }

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const)('by %s leaves no process behind', async (signal, code) => {
    const run = launch('with-redis.ts', waiting());
    const { pids, port } = await started(run);
    run.kill(signal);
    expect(await run.exited).toBe(code);
    await expectAllGone(pids, port);
  });

  it('comes also to a command that ignores SIGTERM', async () => {
    const run = launch('with-redis.ts', waiting(`process.on('SIGTERM', () => {});`));
    const { pids, port } = await started(run);
    run.kill('SIGTERM');
    expect(await run.exited).toBe(143);
    await expectAllGone(pids, port);
  });

  it('comes to what the command left running', async () => {
    const seen = path.join(temporaryFolder(), 'seen');
    const command = `sleep 600 & echo "pids=$!,$$;"; until [ -e '${seen}' ]; do sleep 0.1; done`;
    const run = launch('with-redis.ts', ['--ephemeral', 'sh', '-c', command]);
    const { pids } = await started(run);
    writeFileSync(seen, '');
    expect(await run.exited).toBe(0);
    await until(() => !pids.some(isAlive));
  });

  it.runIf(process.platform === 'linux')('comes with the launcher killed outright', async () => {
    const command = ['node', '-e', `console.log('pids=' + process.pid + ';');${WAIT}`];
    const env = bareEnvironment({ DATABASE_URL: '' });
    const run = launch('with-redis.ts', ['--ephemeral', ...command], env);
    const { pids, port } = await started(run);
    const postgresPort = Number(await run.printed(/\(embedded\) on 127\.0\.0\.1:(\d+)/));
    run.kill('SIGKILL');
    await run.exited;
    await expectAllGone(pids, port);
    await until(() => isPortFree(postgresPort, '127.0.0.1'));
  });

  describe('of a command that npm runs', () => {
    function npmRun() {
      const folder = temporaryFolder();
      const command = `node --import tsx lib/local/with-redis.ts --ephemeral node '${folder}/wait.mjs'`;
      const scripts = { go: `cd '${projectRoot}' && ${command}` };
      writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ scripts }));
      writeFileSync(
        path.join(folder, 'wait.mjs'),
        `console.log('pids=' + process.pid + ',' + process.ppid + ';'); ${WAIT}`,
      );
      return observe('npm', ['run', 'go'], { env: bareEnvironment(), cwd: folder, detached: true });
    }

    it('comes with SIGTERM to npm, which reaches only the shell between', async () => {
      const run = npmRun();
      const { pids, port } = await started(run);
      run.kill('SIGTERM');
      await expectAllGone(pids, port);
    });

    it('comes with Ctrl-C, which reaches everyone in the terminal, some of them twice', async () => {
      const run = npmRun();
      const { pids, port } = await started(run);
      process.kill(-run.pid, 'SIGINT');
      await expectAllGone(pids, port);
    });
  });
});
