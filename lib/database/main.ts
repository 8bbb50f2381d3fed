import { withEnvFiles } from '../local/environment';
import { LaunchError, reportFailure } from '../local/launch-error.mjs';
import { createProgress } from '../local/progress.mjs';
import { CodedError } from '../errors';
import { requireDatabaseUrl } from './config';
import { createDatabase } from './database';
import { migrate } from './migrate';
import { seed } from './seed';

const USAGE =
  'Usage: npm run migrate    brings the schema up to date\n       npm run seed       does so, and fills the shop; SEED_ORDER_LINES says how much (500000)';

const env = withEnvFiles('development');
// What a command prints about itself keeps out of its standard output, which may be another program's input.
const progress = createProgress(process.stderr);

async function main(action: string | undefined): Promise<void> {
  if (action !== 'migrate' && action !== 'seed') throw new LaunchError('Migrate or seed?', USAGE);
  const url = requireDatabaseUrl(env);
  const applied = await migrate(url).catch((error: unknown) => {
    throw explain(error);
  });
  if (applied.length > 0) progress.note(`✓ Schema brought up to ${applied.at(-1)}`);
  if (action === 'seed') await fill(url);
}

async function fill(url: string): Promise<void> {
  const database = createDatabase(url, { max: 1, queryTimeoutMs: 300_000 });
  const orderLines = readOrderLines();
  try {
    await progress.step('Filling the shop', async (update) => {
      let from: { lines: number; at: number } | undefined;
      const lines = await seed(database, {
        orderLines,
        onProgress(lines, of) {
          from ??= { lines, at: performance.now() };
          update(
            `Filling the shop ${bar(lines / of)}${pace(lines - from.lines, of - lines, from.at)}`,
          );
        },
      });
      return [
        undefined,
        lines === undefined ? 'Shop filled already' : `Shop filled, ${lines} order lines`,
      ];
    });
  } finally {
    await database.close();
  }
}

/** What stopped a migration is for whoever runs the database to read. */
function explain(error: unknown): LaunchError {
  const reason = error instanceof Error ? error.message || error.name : String(error);
  return new LaunchError(
    'The schema could not be brought up to date.',
    `${reason}\nNothing was changed. Look at DATABASE_URL and at what the database holds.`,
    { cause: error },
  );
}

function readOrderLines(): number | undefined {
  const text = env.SEED_ORDER_LINES;
  if (!text) return undefined;
  if (/^[1-9]\d{0,7}$/.test(text)) return Number(text);
  throw new LaunchError(
    `SEED_ORDER_LINES is "${text}".`,
    'Set it to a number from 1 to 99999999, or unset it for 500000.',
  );
}

function bar(share: number): string {
  const width = 20;
  const full = Math.round(share * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${Math.floor(share * 100)} %`;
}

function pace(done: number, left: number, since: number): string {
  if (done === 0) return '';
  const perSecond = done / ((performance.now() - since) / 1_000);
  return `, ${Math.round(perSecond)} lines/s, ${Math.ceil(left / perSecond)} s left`;
}

try {
  await main(process.argv[2]);
} catch (error) {
  reportFailure(
    error instanceof CodedError ? new LaunchError(error.message, 'Look at DATABASE_URL.') : error,
  );
  process.exitCode = 1;
}
