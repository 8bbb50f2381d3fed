import { startChild } from '@/lib/local/child';
import { readConfiguration, withEnvFiles } from '@/lib/local/environment';
import { createProgress } from '@/lib/local/progress.mjs';
import { runUntilStopped } from '@/lib/local/run-until-stopped';
import { startServices } from '@/lib/local/services';

/** Two cores, and many tests start processes of their own. */
const WORKERS = 2;

// Runs Vitest with a Postgres and, for each of its workers, a Redis of its own: what the app counts as a whole does not
// move under a test because another file is running. A Redis that is configured is used as it is, by one worker.
await runUntilStopped(async (run) => {
  const env = withEnvFiles('test');
  const progress = createProgress(process.stderr);
  const start = async (more: Record<string, string> = {}) => {
    const services = await startServices({ env: { ...env, ...more }, ephemeral: true, progress });
    run.onStop(services.close);
    return services;
  };

  const first = await start();
  const all = [first];
  const { DATABASE_URL = '' } = first.variables;
  if (readConfiguration(env).kind === 'none')
    while (all.length < WORKERS) all.push(await start({ DATABASE_URL }));

  const child = startChild('vitest', ['run', ...process.argv.slice(2)], {
    env: {
      ...process.env,
      ...first.variables,
      VITEST_MAX_WORKERS: String(all.length),
      ...(all.length > 1 && { REDIS_OF_WORKERS: JSON.stringify(all.map((it) => it.variables)) }),
    },
  });
  run.onStop((signal) => child.stop(signal));
  const lost = new Promise<never>((_, reject) =>
    all.forEach((services) => services.onExit(reject)),
  );
  return Promise.race([child.exited, lost]);
});
