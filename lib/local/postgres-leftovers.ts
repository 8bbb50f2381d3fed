import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { run } from './executable';

interface RunningProcess {
  pid: number;
  /** Its arguments with spaces between, or what it shows instead: `postgres: NAME: checkpointer`. */
  title: string;
}

/** Ends PostgreSQL fast, with what is open rolled back; at once, which leaves the next start to recover; by force. */
const SIGNALS = ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const;
const PATIENCE_MS = 10_000;

/**
 * Ends what a killed launcher, or a killed server, left running. PostgreSQL is many processes, and one in a long query
 * notices only at its end that the server is gone. Until then no new server can start on the same files.
 *
 * @param name the `cluster_name` of the server, which all of its processes show
 */
export async function endLeftovers(name: string): Promise<void> {
  for (const signal of SIGNALS) {
    const deadline = Date.now() + PATIENCE_MS;
    const left = await processesOf(name);
    const server = left.filter(({ title }) => !title.startsWith('postgres: '));
    // A server ends its parts itself. Where one of them ends by another hand, it takes that for a crash.
    for (const { pid } of server.length > 0 ? server : left) kill(pid, signal);
    while ((await processesOf(name)).length > 0 && Date.now() < deadline) await delay(50);
  }
}

/**
 * Removes the process id that a killed server left in its files. PostgreSQL refuses to start while any process has that
 * id, and after a restart of a container some process often has. A server that somebody else started on these files keeps
 * its id there, and keeps ours out.
 */
export async function removeStalePid(directory: string): Promise<void> {
  const file = path.join(directory, 'postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  // Negative for a server of a single user. No number where a power failure cut it short.
  const pid = Math.abs(Number.parseInt(text, 10));
  if (!pid || !(await worksIn(directory, pid))) await rm(file, { force: true });
}

/** A server works in the folder of its files. */
async function worksIn(directory: string, pid: number): Promise<boolean> {
  if (process.platform === 'linux')
    return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === (await realpath(directory));
  const holder = (await runningProcesses()).find((process) => process.pid === pid);
  return holder?.title.includes(` -D ${directory} `) ?? false;
}

async function processesOf(name: string): Promise<RunningProcess[]> {
  const parts = `postgres: ${name}: `;
  const server = ` cluster_name=${name} `;
  return (await runningProcesses()).filter(
    ({ title }) => title.startsWith(parts) || title.includes(server),
  );
}

async function runningProcesses(): Promise<RunningProcess[]> {
  if (process.platform === 'win32') return []; // It shows no titles.
  if (process.platform !== 'linux') {
    const { stdout } = await run('ps', ['-axww', '-o', 'pid=,command=']);
    return stdout.split('\n').map((line) => {
      const [, pid, title] = /^\s*(\d+)\s(.*)$/.exec(line) ?? [];
      return { pid: Number(pid), title: `${title} ` };
    });
  }
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  return Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      // Empty for one that has ended in the meantime.
      title: (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' '),
    })),
  );
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
