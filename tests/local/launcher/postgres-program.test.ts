import { cpSync, mkdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findPostgres, restoreLinks } from '@/lib/local/postgres-program';
import { run } from '@/lib/local/executable';
import { temporaryFolder } from './support';

const folderOf = (postgres: string) => path.resolve(path.dirname(postgres), '../..');

/** The package without its large files, as npm leaves it when it runs no scripts. */
async function packageWithoutLinks() {
  const whole = folderOf((await findPostgres()).postgres);
  const folder = temporaryFolder();
  for (const part of ['scripts', 'package.json', 'native/pg-symlinks.json'])
    cpSync(path.join(whole, part), path.join(folder, part), { recursive: true });
  mkdirSync(path.join(folder, 'native/lib'));
  const list = readFileSync(path.join(folder, 'native/pg-symlinks.json'), 'utf8');
  const links = JSON.parse(list) as Array<{ source: string; target: string }>;
  for (const { source } of links) writeFileSync(path.join(folder, source), '');
  return { folder, links };
}

it('the PostgreSQL of the packages runs on this machine', async () => {
  const { postgres, initdb } = await findPostgres();
  for (const program of [postgres, initdb])
    expect((await run(program, ['--version'])).stdout).toContain('PostgreSQL) 18.');
});

it('its libraries get their links where npm ran no scripts', async () => {
  const { folder, links } = await packageWithoutLinks();
  await restoreLinks(folder, 'the package');
  expect(links.length).toBeGreaterThan(0);
  for (const { source, target } of links)
    expect(
      path.resolve(folder, path.dirname(target), readlinkSync(path.join(folder, target))),
    ).toBe(path.join(folder, source));
});

it('a package that cannot be made whole is named, with what to do', async () => {
  const { folder, links } = await packageWithoutLinks();
  rmSync(path.join(folder, links[0]!.source));
  await expect(restoreLinks(folder, 'the package')).rejects.toThrow(/npm rebuild the package/);
});
