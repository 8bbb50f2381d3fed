import { spawnSync } from 'node:child_process';

let supported: boolean | undefined;

/**
 * Wraps a command so that the kernel ends it when the process that started it dies, even by SIGKILL, which nothing in
 * that process can react to. Linux only (`setpriv` of util-linux); elsewhere the command is returned as it is.
 *
 * @param signal what the kernel sends. Default `SIGTERM`.
 */
export function dieWithParent(
  command: string,
  args: string[],
  signal: NodeJS.Signals = 'SIGTERM',
): [command: string, args: string[]] {
  const guard = ['--pdeathsig', signal.slice('SIG'.length), '--'];
  // Asked once, since other setpriv programs (BusyBox) lack the option.
  supported ??=
    process.platform === 'linux' && spawnSync('setpriv', [...guard, 'true']).status === 0;
  return supported ? ['setpriv', [...guard, command, ...args]] : [command, args];
}
