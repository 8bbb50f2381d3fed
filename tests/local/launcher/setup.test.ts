import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '@/lib/local/project';
import { bareEnvironment, observe, temporaryFolder } from './support';

const LOCKED = { '': {}, 'node_modules/a': { version: '1.0.0' } };
const OTHER_PLATFORM = { 'node_modules/b': { version: '1.0.0', optional: true } };

/** A bare clone with a lock file, and an npm that writes down how it was called. */
function clone({ npm = 'exit 0', node = '>=20.0.0' } = {}) {
  const root = temporaryFolder();
  const scripts = path.join(root, 'lib/local');
  mkdirSync(scripts, { recursive: true });
  for (const name of ['setup.mjs', 'launch-error.mjs', 'progress.mjs']) {
    copyFileSync(path.join(projectRoot, 'lib/local', name), path.join(scripts, name));
  }
  const write = (name: string, content: unknown) =>
    writeFileSync(path.join(root, name), JSON.stringify(content));
  write('package.json', { engines: { node } });
  write('package-lock.json', { packages: { ...LOCKED, ...OTHER_PLATFORM } });
  writeFileSync(path.join(root, 'npm'), `#!/bin/sh\necho "$@" >> '${root}/calls'\n${npm}\n`);
  chmodSync(path.join(root, 'npm'), 0o755);
  return {
    installed(packages: object) {
      mkdirSync(path.join(root, 'node_modules'), { recursive: true });
      write('node_modules/.package-lock.json', { packages });
    },
    async setup() {
      const env = bareEnvironment({ PATH: `${root}:${process.env.PATH}` });
      const run = observe(process.execPath, [path.join(scripts, 'setup.mjs')], { env, cwd: root });
      return { code: await run.exited, output: run.output() };
    },
    calls: () => {
      const file = path.join(root, 'calls');
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    },
  };
}

const NPM_CI = 'ci --include=dev --include=optional --no-audit --no-fund';

it('installs the packages of a bare clone, development ones too', async () => {
  const bare = clone();
  const { code, output } = await bare.setup();
  expect(code).toBe(0);
  expect(output).toMatch(/^✓ Packages installed \(\d+\.\d s\)\n$/);
  expect(bare.calls()).toEqual([NPM_CI]);
});

it('leaves alone what npm has installed already, optional packages of other platforms aside', async () => {
  const done = clone();
  done.installed({ 'node_modules/a': { version: '1.0.0' } });
  expect(await done.setup()).toEqual({ code: 0, output: '' });
  expect(done.calls()).toEqual([]);
});

it('installs again when the lock file asks for another version', async () => {
  const outdated = clone();
  outdated.installed({ 'node_modules/a': { version: '0.9.0' } });
  expect((await outdated.setup()).code).toBe(0);
  expect(outdated.calls()).toEqual([NPM_CI]);
});

it('tries once more when the connection broke off', async () => {
  const flaky = clone({
    npm: '[ "$(wc -l < "$(dirname "$0")/calls")" -gt 1 ] || { echo ECONNRESET; exit 1; }',
  });
  expect((await flaky.setup()).code).toBe(0);
  expect(flaky.calls()).toEqual([NPM_CI, NPM_CI]);
});

it.each([
  ['no network', 'npm error code ENOTFOUND', /^✗ npm could not reach.*\n[^]*Check the network/],
  ['a lock file that does not fit', 'npm error code EUSAGE', /^✗ .*do not agree[^]*npm install/],
  ['anything else', 'npm error disk full', /^✗ npm ci failed \(exit code 1\)[^]*disk full/],
])('says what to do about %s', async (_, error, expected) => {
  const { code, output } = await clone({ npm: `echo '${error}' >&2; exit 1` }).setup();
  expect(code).toBe(1);
  expect(output).toMatch(expected);
});

it('says which Node is needed before anything else', async () => {
  const future = clone({ node: '>=99.0.0' });
  const { code, output } = await future.setup();
  expect(code).toBe(1);
  expect(output).toContain('this project needs 99.0.0 or newer');
  expect(future.calls()).toEqual([]);
});
