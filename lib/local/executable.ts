import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** Runs a program to its end and gives back what it printed; rejects with that text when it fails or takes too long. */
export const run = promisify(execFile);

/**
 * Where a program lies on PATH.
 *
 * @returns the path of the first executable of that name, or undefined when there is none
 */
export async function findOnPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)) {
    const candidate = path.join(folder, name);
    const executable = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return candidate;
  }
  return undefined;
}
