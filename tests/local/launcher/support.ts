import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { projectRoot } from '@/lib/local/project';

/**
 * What configures a Redis: taken out, since the tests themselves run where one is configured. Their Postgres stays, so
 * that not every launcher brings one of its own; a test that is about that sets `DATABASE_URL` to nothing.
 */
const CONFIGURATION = /^(UPSTASH_REDIS|KV_REST|REDIS_URL|npm_lifecycle_event)/;

/** The environment of the tests, as if no Redis were configured. */
export function bareEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !CONFIGURATION.test(name));
  return { ...Object.fromEntries(kept), ...extra } as NodeJS.ProcessEnv;
}

const folders: string[] = [];
// Here and not in `temporaryFolder`, since inside a test it is too late to say.
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder that is deleted when the tests of the file are over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'launcher-test-'));
  folders.push(folder);
  return folder;
}

/** A program of the launcher's, running. */
export function launch(script: string, args: string[], env = bareEnvironment()) {
  return observe(process.execPath, ['--import', 'tsx', path.join('lib/local', script), ...args], {
    env,
    cwd: projectRoot,
  });
}

/** Starts a program and gathers what it prints. */
export function observe(
  command: string,
  args: string[],
  options: { env: NodeJS.ProcessEnv; cwd: string; detached?: boolean; uid?: number; gid?: number },
) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  return {
    pid: child.pid ?? -1,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    exited: new Promise<number | NodeJS.Signals | null>((resolve) => {
      child.once('close', (code, signal) => resolve(code ?? signal));
    }),
    output: () => output,
    /** Waits until it has printed what the pattern asks for, and gives the first group of it. */
    printed: (pattern: RegExp) =>
      until(
        () => pattern.exec(output)?.[1],
        () => output,
      ),
  };
}

/** Waits until a question has an answer; fails with what `context` says after half a minute. */
export async function until<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  context: () => string = () => '',
): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Waited in vain. ${context()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Whether a process runs; one that has ended but was not collected by its parent yet does not. */
export function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
}
