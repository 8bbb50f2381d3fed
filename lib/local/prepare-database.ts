import path from 'node:path';
import { startChild } from './child';
import { LaunchError } from './launch-error.mjs';
import { projectRoot } from './project';

const command = path.join(projectRoot, 'lib/database/main.ts');

/**
 * Brings the schema of a database that was started here up to date, and fills it once. Only such a one: into a database
 * of somebody's nothing is written unasked. The command says what it does on the standard error.
 *
 * @param orderLines how much it is filled with
 * @throws LaunchError when it cannot be done
 */
export async function prepareDatabase(url: string, orderLines: string): Promise<void> {
  const child = startChild(process.execPath, ['--import', 'tsx', command, 'seed'], {
    env: { ...process.env, DATABASE_URL: url, SEED_ORDER_LINES: orderLines },
    cwd: projectRoot,
  });
  if ((await child.exited) === 0) return;
  throw new LaunchError('The database could not be prepared.', 'The reason stands above.');
}
