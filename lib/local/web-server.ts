import { get } from 'node:http';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureBuild, nextCli } from './build';
import { startChild } from './child';
import { readConfiguration, readDatabaseUrl, withEnvFiles } from './environment';
import { LaunchError } from './launch-error.mjs';
import { freePort, isPortFree } from './port';
import { createProgress } from './progress.mjs';
import { projectRoot } from './project';
import { runUntilStopped } from './run-until-stopped';
import { startServices } from './services';

const DEFAULT_PORT = '3000';
/** Longer than the minute for which most proxies keep a connection: they must be the ones who close it. */
const DEFAULT_KEEP_ALIVE_SECONDS = 75;
/** Node's default is twice that. A cookie, a token and a page's address need less. */
const MAX_HEADER_BYTES = 8192;
const READY_LIMIT_MS = 60_000;
const HELD_OUTPUT_BYTES = 1_000_000;

export interface WebServerOptions {
  /** `production` builds first, when anything changed since the last build. */
  mode: 'development' | 'production';
  /** Keep no data, and read no `.env.local`. Default false. */
  ephemeral?: boolean;
}

/**
 * Runs the whole app: a Redis with its gateway and a Postgres where none is configured, the web server in front, until a signal ends it.
 * `PORT` (default 3000; 0 takes a free one) and `HOST` (default 127.0.0.1) say where it listens.
 */
export function runWebServer({ mode, ephemeral }: WebServerOptions): Promise<never> {
  const progress = createProgress(process.stdout);
  return runUntilStopped(async (run) => {
    // What can be wrong is looked at before anything that takes long.
    const keepAliveSeconds = readWholeNumber(
      'KEEP_ALIVE_SECONDS',
      { fallback: DEFAULT_KEEP_ALIVE_SECONDS, min: 1, max: 3600 },
      'Set it to a little more than your proxy keeps a connection.',
    );
    // The server reads it itself; here it is checked before anything that takes long.
    readWholeNumber(
      'TRUSTED_PROXIES',
      { fallback: 0, min: 0, max: 99 },
      'Set it to how many proxies stand before this server, or leave it unset for none.',
    );
    const { port, host } = await readAddress(mode);
    const env = withEnvFiles(ephemeral ? 'test' : mode);
    const isAllLocal = readConfiguration(env).kind === 'none' && !readDatabaseUrl(env);
    if (mode === 'production') await ensureBuild(progress);

    const services = await startServices({ env, ephemeral, progress });
    run.onStop(services.close);
    const lost = new Promise<never>((_, reject) => services.onExit(reject));

    const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
    // Its banner would only repeat what our own lines say; it is shown when the start fails.
    const output = new PassThrough({ highWaterMark: HELD_OUTPUT_BYTES });
    const server = await progress.step('Starting the web server', async () => {
      const node = [`--max-http-header-size=${MAX_HEADER_BYTES}`, nextCli];
      const child = startChild(
        process.execPath,
        [...node, ...nextArguments(mode, port, host, keepAliveSeconds)],
        {
          cwd: projectRoot,
          env: {
            ...process.env,
            ...services.variables,
            // Passwords that everybody knows: for services that were started here, and nobody else's network.
            ...(isAllLocal && isLoopback(host) && { SAMPLE_ACCOUNTS: '1' }),
            ...(process.stdout.isTTY && { FORCE_COLOR: '1' }),
            NODE_ENV: mode,
            NEXT_TELEMETRY_DISABLED: '1',
            UPSTASH_DISABLE_TELEMETRY: '1',
          },
          output,
        },
      );
      // Next.js takes seconds to follow SIGINT, and a moment to follow SIGTERM.
      run.onStop(() => child.stop('SIGTERM'));
      const ended = child.exited.then((code) => {
        throw new LaunchError(
          `The web server ended as soon as it was started (exit code ${code}).`,
          String(output.read() ?? 'It printed nothing.').trim(),
        );
      });
      await Promise.race([untilItAnswers(url), ended, lost]);
      return [child, 'Web server'];
    });
    output.read();
    output.pipe(process.stdout);
    progress.note(`\n  ${url}\n\n  Ctrl-C ends it.`);
    return Promise.race([server.exited, lost]);
  });
}

function nextArguments(
  mode: 'development' | 'production',
  port: number,
  host: string,
  keepAliveSeconds: number,
): string[] {
  const address = ['--port', String(port), '--hostname', host];
  if (mode === 'development') return ['dev', ...address];
  return ['start', ...address, '--keepAliveTimeout', String(keepAliveSeconds * 1000)];
}

/** @throws LaunchError if a variable is not a whole number in its range */
function readWholeNumber(
  name: string,
  { fallback, min, max }: { fallback: number; min: number; max: number },
  remedy: string,
): number {
  const text = process.env[name] || String(fallback);
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new LaunchError(`${name} is "${text}", which is no number from ${min} to ${max}.`, remedy);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}

async function readAddress(
  mode: 'development' | 'production',
): Promise<{ port: number; host: string }> {
  const host = process.env.HOST || '127.0.0.1';
  const text = process.env.PORT || DEFAULT_PORT;
  const wanted = Number(text);
  if (!/^\d+$/.test(text) || wanted > 65_535) {
    throw new LaunchError(
      `PORT is "${text}", which is no port.`,
      'Set it to a number up to 65535.',
    );
  }
  const port = wanted || (await freePort(host));
  if (!(await isPortFree(port, host))) {
    const command = mode === 'production' ? 'npm start' : 'npm run dev';
    throw new LaunchError(
      `Port ${port} on ${host} is taken by another program.`,
      `End that program or choose another port:  PORT=${port + 1} ${command}`,
    );
  }
  return { port, host };
}

/** Any answer will do: whether the app is well is for /api/health to say, not for the launcher to guess. */
async function untilItAnswers(url: string): Promise<void> {
  const deadline = Date.now() + READY_LIMIT_MS;
  for (;;) {
    const left = deadline - Date.now();
    if (left <= 0) {
      throw new LaunchError(
        `The web server gave no answer within ${READY_LIMIT_MS / 1000} s.`,
        'Start it again; its own messages stand above.',
      );
    }
    if (await answers(`${url}/api/health`, left)) return;
    await delay(50);
  }
}

/** On a connection that ends with the answer: one that is kept open would hold up the server's end. */
function answers(url: string, limit: number): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, { agent: false, signal: AbortSignal.timeout(limit) }, (response) => {
      response.resume().once('close', () => resolve(true));
    }).once('error', () => resolve(false)); // Not listening yet.
  });
}
