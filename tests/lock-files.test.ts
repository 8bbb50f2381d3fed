import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectRoot } from '@/lib/local/project';

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64'];
const EXACT = /^\d+\.\d+\.\d+\S*$/;

type Versions = Record<string, string>;

interface Package {
  version?: string;
  /** Where it comes from. Left out of the lock files, so that each machine asks the registry it is set up for. */
  resolved?: string;
  os?: string[];
  cpu?: string[];
  dependencies?: Versions;
  devDependencies?: Versions;
  optionalDependencies?: Versions;
}

/** By its place: '' is the project itself, `node_modules/a/node_modules/b` the `b` that only `a` sees. */
type Packages = Record<string, Package>;

describe.each(lockFilesIn(''))('%s', (lockFile) => {
  const { packages } = JSON.parse(readFileSync(path.join(projectRoot, lockFile), 'utf8')) as {
    packages: Packages;
  };

  it.each(PLATFORMS)('installs on %s', { timeout: 120_000 }, async (platform) => {
    const errors = await dryRun(lockFile, platform);
    expect(errors, `${lockFile} does not install on ${platform}:\n${errors}`).toBe('');
  });

  // npm 10 installs without an optional package that is missing and says nothing; npm 11 refuses.
  it('has every package that another one asks for, those of all platforms among them', () => {
    expect(
      missing(packages),
      `${lockFile} lacks packages: npm install adds them, from npm 11 on`,
    ).toEqual([]);
  });

  it('would be noticed to lack the package of any platform', () => {
    const isBound = ({ os, cpu }: Package) => os ?? cpu;
    const rest = Object.entries(packages).filter(([, it]) => !isBound(it));
    const noticed = missing(Object.fromEntries(rest)).join('\n');
    for (const [place, it] of Object.entries(packages))
      if (isBound(it)) expect(noticed).toContain(`${place.split('node_modules/').pop()}@`);
  });

  it('names no registry', () => {
    const named = Object.entries(packages).filter(([, { resolved }]) => resolved?.includes('://'));
    expect(named.map(([place]) => place)).toEqual([]);
  });
});

/** The lock files below a folder of the project, as paths from its root. */
function lockFilesIn(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return /^\.|^node_modules$/.test(entry.name) ? [] : lockFilesIn(file);
    return entry.name === 'package-lock.json' ? [file] : [];
  });
}

/**
 * What npm has against installing a lock file on a platform; '' when nothing. A lock file that is complete needs
 * neither the network nor a cache, so npm gets none and the answer is the same everywhere.
 */
async function dryRun(lockFile: string, platform: string): Promise<string> {
  const cwd = mkdtempSync(path.join(tmpdir(), 'lock-file-test-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  for (const name of ['package.json', 'package-lock.json'])
    copyFileSync(path.join(projectRoot, path.dirname(lockFile), name), path.join(cwd, name));
  const [os, cpu] = platform.split('-');
  const options = [`--os=${os}`, `--cpu=${cpu}`, '--offline', `--cache=${path.join(cwd, 'cache')}`];
  return new Promise((resolve) => {
    execFile('npm', ['ci', '--dry-run', ...options], { cwd }, (error, _, stderr) => {
      resolve(error ? reasons(stderr) || error.message : '');
    });
  });
}

/** The part of npm's errors that says what is wrong: its usage and the place of its log come after. */
function reasons(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => /^npm error \S/.test(line));
  const usage = lines.findIndex((line) => line.includes('Clean install a project'));
  return lines.slice(0, usage < 0 ? undefined : usage).join('\n');
}

/** Each package that is asked for and not there, or there in another version than a platform's must have. */
function missing(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([place, asking]) => {
    const { dependencies, devDependencies, optionalDependencies } = asking;
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
      .filter(([name, wanted]) => {
        const found = find(packages, place, name);
        const isPinned = optionalDependencies?.[name] && EXACT.test(wanted);
        return !found || (isPinned && found.version !== wanted);
      })
      .map(([name, wanted]) => `${name}@${wanted}, which ${place || 'the project'} asks for`);
  });
}

/** The package that another one gets when it asks for a name: the one nearest to it. */
function find(packages: Packages, from: string, name: string): Package | undefined {
  const found = packages[path.posix.join(from, 'node_modules', name)];
  if (found || !from) return found;
  const holder = from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1));
  return find(packages, holder, name);
}
