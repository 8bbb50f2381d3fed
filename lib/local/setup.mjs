/**
 * Runs before `start`, `dev`, `test` and their like, on a machine that may have nothing yet: so it uses Node's own
 * modules alone. Brings the packages to what the lock file says and, with `--browser`, sees to a browser for the tests.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { LaunchError, reportFailure } from './launch-error.mjs';
import { createProgress } from './progress.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} Packages */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const progress = createProgress(process.stdout);

const NETWORK_TROUBLE =
  /E(NOTFOUND|AI_AGAIN|CONNREFUSED|CONNRESET|TIMEDOUT|NETUNREACH)|ERR_SOCKET_TIMEOUT/;

async function main() {
  await checkNode();
  if (!(await packagesMatchLock())) {
    await progress.step('Installing packages', async () => {
      await installPackages();
      return [undefined, 'Packages installed'];
    });
  }
  if (process.argv.includes('--browser')) await prepareBrowser();
}

async function checkNode() {
  const { engines } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const wanted = engines.node.replace('>=', '');
  if (process.versions.node.localeCompare(wanted, 'en', { numeric: true }) >= 0) return;
  throw new LaunchError(
    `Node ${process.versions.node} is too old: this project needs ${wanted} or newer.`,
    'Install a newer one (nodejs.org, nvm, fnm, …) and run the same command again.',
  );
}

/**
 * Whether npm has put into node_modules what the lock file asks for. npm itself records what it installed, so this
 * holds after `npm install` as well as after `npm ci`. Optional packages are left out: they depend on the platform.
 */
async function packagesMatchLock() {
  /** @type {Packages} */
  const none = {};
  const installed = await readPackages('node_modules/.package-lock.json').catch(() => none);
  return Object.entries(await readPackages('package-lock.json')).every(
    ([name, { version, optional, devOptional }]) =>
      name === '' || optional || devOptional || installed[name]?.version === version,
  );
}

/** @param {string} file @returns {Promise<Packages>} */
async function readPackages(file) {
  return JSON.parse(await readFile(path.join(root, file), 'utf8')).packages;
}

async function installPackages() {
  const first = await runNpmCi();
  if (first.code === 0) return;
  // A connection that broke off is worth a second try; anything else would fail the same way.
  const last = NETWORK_TROUBLE.test(first.output) ? await runNpmCi() : first;
  if (last.code === 0) return;
  // npm says what is wrong first; its usage and the place of its log come after.
  const errors = last.output.split('\n').filter((line) => line.startsWith('npm error'));
  const reason = errors.slice(0, 8).join('\n');
  if (NETWORK_TROUBLE.test(last.output)) {
    throw new LaunchError(
      'npm could not reach its registry.',
      `${reason}\nCheck the network or the proxy settings and run the same command again.`,
    );
  }
  if (last.output.includes('EUSAGE')) {
    throw new LaunchError(
      'package.json and package-lock.json do not agree.',
      `${reason}\nRun:  npm install`,
    );
  }
  throw new LaunchError(
    `npm ci failed (exit code ${last.code}).`,
    `${reason}\nRun it by hand to see all of it:  npm ci --include=dev`,
  );
}

/** @returns {Promise<{ code: number, output: string }>} */
function runNpmCi() {
  return runCaptured('npm', [
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
  ]);
}

/** @param {string} command @param {string[]} args @returns {Promise<{ code: number, output: string }>} */
function runCaptured(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.once('error', (error) =>
      reject(
        new LaunchError(
          `${command} could not be run: ${error.message}.`,
          'Node brings npm along: is it on PATH?',
        ),
      ),
    );
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The finder is TypeScript, which can be run by now. */
function prepareBrowser() {
  return new Promise((resolve, reject) => {
    const finder = path.join(root, 'lib/local/browser-setup.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', finder], {
      cwd: root,
      stdio: 'inherit',
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(undefined) : process.exit(code ?? 1)));
  });
}

await main().catch((error) => {
  reportFailure(error);
  process.exitCode = 1;
});
