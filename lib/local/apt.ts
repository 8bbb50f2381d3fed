import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findOnPath, run } from './executable';
import { LaunchError } from './launch-error.mjs';

const UPDATE_LIMIT_MS = 120_000;
const DOWNLOAD_LIMIT_MS = 300_000;

/** Whether this machine has what {@link unpackPackages} needs: the tools of Debian, Ubuntu and their kin. */
export async function hasApt(): Promise<boolean> {
  return Boolean((await findOnPath('apt-get')) && (await findOnPath('dpkg-deb')));
}

/**
 * Unpacks Debian packages, and those of their dependencies that the system lacks, into a folder of our own. Needs no
 * root, installs nothing and starts no service: apt keeps its lists and archives in a private folder and only
 * downloads; the files are then unpacked by `dpkg-deb`. The system's own package sources and signatures are used.
 *
 * @param packages the packages to unpack, even where the system has them installed
 * @param destination becomes the root of the unpacked files (`destination/usr/bin/…`); replaced as a whole
 * @throws LaunchError when apt cannot reach or does not know the packages
 */
export async function unpackPackages(packages: string[], destination: string): Promise<void> {
  await mkdir(path.dirname(destination), { recursive: true });
  // A name of its own for each run, moved into place at the end: whoever sees the destination sees it whole.
  const work = await mkdtemp(`${destination}.tmp-`);
  try {
    const config = await writeAptConfig(work);
    const update = await run('apt-get', ['-c', config, 'update'], {
      timeout: UPDATE_LIMIT_MS,
    }).then(
      () => '',
      // One unreachable source among several is no reason to stop: whether it matters shows at the download.
      (error: Error) => error.message,
    );
    const download = ['install', '--download-only', '--reinstall', '--no-install-recommends', '-y'];
    await run('apt-get', ['-c', config, ...download, ...packages], {
      timeout: DOWNLOAD_LIMIT_MS,
    }).catch((error: Error) => {
      throw new LaunchError(
        `apt could not fetch ${packages.join(', ')}.`,
        `${lastLines(`${update}\n${error.message}`, 6)}\nCheck the network and the package sources.`,
        { cause: error },
      );
    });

    const root = path.join(work, 'root');
    const archives = path.join(work, 'archives');
    for (const archive of (await readdir(archives)).filter((name) => name.endsWith('.deb'))) {
      await run('dpkg-deb', ['-x', path.join(archives, archive), root]);
    }
    await rm(destination, { recursive: true, force: true });
    await rename(root, destination);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * The environment in which a program of an unpacked folder finds its libraries.
 *
 * @param root a folder that {@link unpackPackages} made
 */
export async function libraryEnvironment(root: string): Promise<{ LD_LIBRARY_PATH: string }> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const folders = entries
    .filter((entry) => /\.so(\.|$)/.test(entry.name))
    .map((entry) => entry.parentPath);
  return { LD_LIBRARY_PATH: [...new Set(folders)].join(':') };
}

/** Points everything that apt writes into `work`, and leaves what it reads (sources, keys, proxies) as it is. */
async function writeAptConfig(work: string): Promise<string> {
  await mkdir(path.join(work, 'state/lists/partial'), { recursive: true });
  await mkdir(path.join(work, 'archives/partial'), { recursive: true });
  const file = path.join(work, 'apt.conf');
  const lines = [
    `Dir::State "${work}/state";`,
    'Dir::State::status "/var/lib/dpkg/status";',
    `Dir::Cache "${work}";`,
    'Dir::Cache::archives "archives";',
    // The system's lock, its download user and its hooks are for the system's own folders.
    'Debug::NoLocking "true";',
    'APT::Sandbox::User "";',
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n');
}
