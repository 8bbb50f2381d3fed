import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { postgresUrl } from '../local/ask-postgres';
import { askRedis, redisUrl } from '../local/ask-redis';
import type { ServerAddress } from '../local/data-lock';
import { readConfiguration, readDatabaseUrl, withEnvFiles } from '../local/environment';
import { LaunchError } from '../local/launch-error.mjs';
import { createProgress } from '../local/progress.mjs';
import { dataFolder } from '../local/project';
import { runUntilStopped } from '../local/run-until-stopped';
import { startServices } from '../local/services';
import { createSubscribe } from '../patterns/chat';
import { createQueue } from '../patterns/queue';
import { queueNames } from '../patterns/queue/contract-schemas';
import { createClient } from '../redis/client';
import { requireRedisConfig, sharedTransport } from '../redis/shared';
import { createBell } from './bell';
import { runJob } from './run-job';
import { jobServices } from './services';
import { runWorker } from './worker';

const usage = `npm run worker -- [--queue jobs] [--concurrency 5]

  --queue        ${queueNames.join(' or ')}
  --concurrency  jobs at a time, 1 to 100

Works on a queue until Ctrl-C, which lets what is in hand end, ten seconds at the most. Uses the Redis and the Postgres
that are configured, else those of the app that npm start runs on this machine. Webhooks without an address of their own
go to APP_URL, else to http://127.0.0.1:3000.`;
const graceMs = 10_000;

const { values } = parseArgs({
  options: {
    queue: { type: 'string', default: 'jobs' },
    concurrency: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  },
});
const concurrency = Number(values.concurrency);
const isWhole = Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 100;
if (values.help || !isWhole || !queueNames.some((name) => name === values.queue)) {
  process.stdout.write(`${usage}\n`);
  process.exit(values.help ? 0 : 2);
}

await runUntilStopped(async (run) => {
  const env = withEnvFiles('production');
  const services = await startServices({
    env: readConfiguration(env).kind === 'none' ? { ...env, ...(await runningApp(env)) } : env,
    progress: createProgress(process.stderr),
  });
  run.onStop(services.close);
  Object.assign(process.env, services.variables);

  const stop = new AbortController();
  const redis = createClient(sharedTransport());
  const jobs = jobServices(redis);
  const name = `${hostname().replace(/[^\w.-]/g, '')}-${process.pid}`.slice(-64);
  process.stdout.write(`${name} works on ${values.queue}, ${concurrency} at a time.\n`);
  const queue = createQueue(redis, { name: values.queue });
  const bell = createBell(createSubscribe(requireRedisConfig()), queue.channel);
  run.onStop(async () => bell.close());
  const work = runWorker(
    {
      queue,
      bell,
      name,
      concurrency,
      run: (job, options) => runJob(job, { ...options, queue: values.queue, services: jobs }),
      onTrouble: (error, nextTryMs) =>
        console.error(`${messageOf(error)} Next try in ${Math.round(nextTryMs / 1_000)} s.`),
    },
    { signal: stop.signal, graceMs },
  ).then((totals) => {
    const { claimed, done, dead, released } = totals;
    process.stdout.write(
      `${claimed} claimed, ${done} done, ${dead} dead, ${released} given back.\n`,
    );
    return 0;
  });
  run.onStop(async () => {
    stop.abort();
    await work;
  });
  return work;
});

/** Where the app that runs on this machine has its Redis and its Postgres: its data folders' locks say so. */
async function runningApp(env: NodeJS.Dict<string>): Promise<Record<string, string>> {
  const redis = await addressIn('redis');
  if (!redis || !(await askRedis(redis, 'PING'))?.startsWith('+PONG'))
    throw new LaunchError(
      'There is no app whose jobs could be worked on.',
      'Start it first:  npm start\nor name its Redis with UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN, or REDIS_URL.',
    );
  // One that is configured is the app's too, whatever Postgres it may have had before.
  const postgres = readDatabaseUrl(env) === undefined ? await addressIn('postgres') : undefined;
  return {
    REDIS_URL: redisUrl(redis),
    ...(postgres && { DATABASE_URL: postgresUrl(postgres) }),
  };
}

async function addressIn(folder: string): Promise<ServerAddress | undefined> {
  const file = path.join(dataFolder, folder, 'launcher.lock');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ServerAddress;
  } catch (error) {
    // No lock, or one that a power failure cut short: nobody holds the folder.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT')
      return undefined;
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
