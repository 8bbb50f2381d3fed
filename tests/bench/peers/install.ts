import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));
const lockFile = `${folder}/package-lock.json`;
/** A copy of the lock file, written when all of it is installed. `npm ci` deletes it before it installs anything. */
const installed = `${folder}/node_modules/.installed-lock.json`;

/** Installs the packages that are only compared with, beside the benches, unless this lock file is installed already. */
export function installPeers(): void {
  const wanted = readFileSync(lockFile, 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
  console.error('  installing what is compared with, into tests/bench/node_modules …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  writeFileSync(installed, wanted);
}
