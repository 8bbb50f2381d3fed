import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** Installs the packages that are only compared with, beside the benches, where they are not there yet. */
export function installPeers(): void {
  if (existsSync(`${folder}/node_modules/.package-lock.json`)) return;
  console.error('  installing what is compared with, into tests/bench/node_modules …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
}
