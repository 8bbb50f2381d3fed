import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { startPostgres } from './postgres-server';
import { prepareDatabase } from './prepare-database';
import { cacheFolder, projectRoot } from './project';

const folder = path.join(cacheFolder, 'postgres');
/** Enough for every query to find something, and there at once. */
export const FEW_ORDER_LINES = '21000';
const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * The files of a Postgres with the schema and a filled shop. Making them takes seconds and is done once for each schema,
 * filling and size; a database that begins with a copy is there in one.
 *
 * @param orderLines how much the shop is filled with, 21 000 unless told
 * @returns the folder to hand to `startPostgres` as its `template`
 */
export async function ensureTemplate(orderLines = FEW_ORDER_LINES): Promise<string> {
  const template = path.join(folder, await hashOf(orderLines));
  if (existsSync(template)) return template;
  await mkdir(folder, { recursive: true });
  await removeOld();
  const draft = await mkdtemp(`${template}.`);
  try {
    const postgres = await startPostgres({ dataDir: draft });
    try {
      await prepareDatabase(postgres.url, orderLines);
    } finally {
      await postgres.stop();
    }
    await rename(path.join(draft, 'data'), template).catch((error: NodeJS.ErrnoException) => {
      // Another launcher was faster, with the same.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return template;
}

/** Over everything that decides what the files hold: the engine, the schema, the filling. */
async function hashOf(orderLines: string): Promise<string> {
  const hash = createHash('sha256').update(orderLines);
  const files = ['node_modules/@electric-sql/pglite/package.json', 'lib/database/seed.ts'];
  for (const name of ['lib/database/migrations', 'lib/database/seed'])
    for (const file of (await readdir(path.join(projectRoot, name))).sort())
      files.push(`${name}/${file}`);
  for (const file of files)
    hash.update(`\0${file}\0`).update(await readFile(path.join(projectRoot, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Templates of earlier schemas, and drafts that were given up. Whoever uses one of today may still be copying it. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(folder)) {
    const entry = path.join(folder, name);
    const { mtimeMs } = await stat(entry);
    if (Date.now() - mtimeMs > DAY_MS) await rm(entry, { recursive: true, force: true });
  }
}
