import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './executable';
import { LaunchError } from './launch-error.mjs';
import { explainRefusal, makePrivateFolder } from './private-folder';

/** Where a server of ours listens on the loopback address, and its password. */
export interface ServerAddress {
  port: number;
  password: string;
}

interface Holder extends ServerAddress {
  pid: number;
  /** When that process was started: a pid alone may have been given to another program since. */
  started: string;
}

/**
 * Takes a data folder for this process alone. Two servers that write to one folder destroy it. The lock of a process
 * that died is taken over, and the server that it may have left behind is ended first.
 *
 * @param directory the folder; made when it is not there
 * @param address where the server on this folder will listen
 * @param endOrphan ends the server at an address, if it is there and is the one of that password
 * @returns a function that gives the folder back
 * @throws LaunchError that names the holder, when a living process has it
 */
export async function lockDataFolder(
  directory: string,
  address: ServerAddress,
  endOrphan: (address: ServerAddress) => Promise<void>,
): Promise<() => Promise<void>> {
  await makePrivateFolder(directory);
  const file = path.join(directory, 'launcher.lock');
  const draft = `${file}.${randomUUID()}`;
  const own: Holder = {
    pid: process.pid,
    started: (await startTime(process.pid)) ?? '',
    ...address,
  };
  const text = JSON.stringify(own);
  await writeFile(draft, text, { mode: 0o600 }).catch((error: unknown) => {
    throw explainRefusal(error, directory);
  });
  try {
    // A link is made whole or not at all, and never over an existing one.
    while (!(await link(draft, file).then(() => true, onExists))) {
      const found = await readFile(file, 'utf8').catch(() => undefined);
      if (found === undefined) continue;
      const holder = parseHolder(found);
      if (holder) {
        if ((await startTime(holder.pid)) === holder.started) throw inUse(directory, holder);
        await endOrphan(holder);
      }
      await removeStale(file, found);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return async () => {
    if ((await readFile(file, 'utf8').catch(() => '')) === text) await rm(file, { force: true });
  };
}

/** Undefined for a lock that a power failure cut short: whoever held it is gone. */
function parseHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

function onExists(error: NodeJS.ErrnoException): false {
  if (error.code === 'EEXIST') return false;
  throw error;
}

function inUse(directory: string, holder: Holder): LaunchError {
  return new LaunchError(
    `The data folder ${directory} is in use by process ${holder.pid}, which runs this project already.`,
    `Use that one, or end it first:  kill ${holder.pid}`,
  );
}

/** Moves the lock away and looks at it once more: another launcher may have taken over in between. */
async function removeStale(file: string, stale: string): Promise<void> {
  const aside = `${file}.stale.${process.pid}`;
  await rename(file, aside).catch(() => undefined);
  if ((await readFile(aside, 'utf8').catch(() => stale)) !== stale) {
    await link(aside, file).catch(() => undefined);
  }
  await rm(aside, { force: true });
}

/** When a process was started, in whatever form the system says it; undefined when there is no such process. */
async function startTime(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // The name in parentheses may itself hold spaces; the start time is the 20th field after it.
    return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  }
  const answer = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => undefined);
  return answer?.stdout.trim() || undefined;
}
