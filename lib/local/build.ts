import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './executable';
import { LaunchError } from './launch-error.mjs';
import type { Progress } from './progress.mjs';
import { projectRoot } from './project';

/** The command line of Next.js, started by node itself: through npx a signal would not reach it. */
export const nextCli = path.join(projectRoot, 'node_modules/next/dist/bin/next');

const buildFolder = path.join(projectRoot, '.next');
const record = path.join(buildFolder, 'source-hash');

/** Folders that no build depends on. All others count, so that one that comes later is not forgotten here. */
const NOT_BUILT = new Set([
  'node_modules',
  'tests',
  'lib/local',
  'test-results',
  'playwright-report',
]);
/** Of the files beside them only settings count, not a log that somebody writes there. */
const SETTINGS = /^\.env|\.(js|mjs|ts|json|css)$/;
const GENERATED = /^next-env\.d\.ts$/;

/**
 * Builds the app, unless the last build was made from the same sources, settings and Node.
 *
 * @throws LaunchError with what the build said, when it fails
 */
export async function ensureBuild(progress: Progress): Promise<void> {
  const wanted = await hashSources(projectRoot);
  if ((await readFile(record, 'utf8').catch(() => '')) === wanted) {
    progress.note('✓ Built already, nothing changed');
    return;
  }
  await progress.step('Building the app, about half a minute', async () => {
    // Types of routes that have been deleted since would fail the type check.
    await rm(path.join(buildFolder, 'types'), { recursive: true, force: true });
    await rm(record, { force: true });
    const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' } as const;
    await run(process.execPath, [nextCli, 'build'], {
      cwd: projectRoot,
      env,
      maxBuffer: Infinity,
    }).catch((error: Error & { stdout?: string; stderr?: string }) => {
      const said = `${error.stdout ?? ''}${error.stderr ?? ''}`.trim() || error.message;
      throw new LaunchError('The app could not be built.', said, { cause: error });
    });
    await writeFile(record, wanted);
    return [undefined, 'App built'];
  });
}

/** One hash over the name and content of every file that a build of the project at `root` depends on. */
export async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const [name, value] of Object.entries(process.env).sort()) {
    if (name.startsWith('NEXT_PUBLIC_')) hash.update(`${name}=${value}\0`);
  }
  for (const file of (await listSources(root)).sort()) {
    hash
      .update(`${file}\0`)
      .update(await readFile(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

async function listSources(root: string, folder = ''): Promise<string[]> {
  const files: string[] = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    const name = path.posix.join(folder, entry.name);
    const hidden = entry.name.startsWith('.') && !entry.name.startsWith('.env');
    if (hidden || NOT_BUILT.has(name) || GENERATED.test(name)) continue;
    if (entry.isDirectory()) files.push(...(await listSources(root, name)));
    else if (folder || SETTINGS.test(name)) files.push(name);
  }
  return files;
}
