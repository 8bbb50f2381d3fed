import { startChild } from './child';
import { withEnvFiles } from './environment';
import { LaunchError } from './launch-error.mjs';
import { createProgress } from './progress.mjs';
import { runUntilStopped } from './run-until-stopped';
import { startServices } from './services';

const USAGE = 'node --import tsx lib/local/with-redis.ts [--ephemeral] COMMAND ARGS…';

const args = process.argv.slice(2);
const ephemeral = args[0] === '--ephemeral';
const [command, ...rest] = ephemeral ? args.slice(1) : args;

// Runs a command with a Redis and a Postgres in its environment, and ends what was started for it when the command has ended.
await runUntilStopped(async (run) => {
  if (!command) throw new LaunchError('with-redis was given no command to run.', `Usage: ${USAGE}`);
  const services = await startServices({
    env: withEnvFiles(ephemeral ? 'test' : 'development'),
    ephemeral,
    // The command may print for a machine to read, so our own lines keep out of its standard output.
    progress: createProgress(process.stderr),
  });
  run.onStop(services.close);
  const child = startChild(command, rest, { env: { ...process.env, ...services.variables } });
  run.onStop((signal) => child.stop(signal));
  const lost = new Promise<never>((_, reject) => services.onExit(reject));
  return Promise.race([child.exited, lost]);
});
