import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { LaunchError } from './launch-error.mjs';

/**
 * Makes a folder that nobody else may look into. Folders above it that are missing get the usual rights: a server may run
 * as another account, which has to pass them.
 *
 * @throws LaunchError that names whose it is, when this process may not
 */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(path.dirname(folder), { recursive: true });
    await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } catch (error) {
    throw explainRefusal(error, folder);
  }
}

/** What to tell of an error of the file system in a folder of ours. Any other error is given back as it is. */
export function explainRefusal(error: unknown, folder: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC')
    return new LaunchError(`The disk of ${folder} is full.`, 'Make room there.', { cause: error });
  if (code !== 'EACCES' && code !== 'EPERM') return error;
  return new LaunchError(
    `The data folder ${folder} belongs to another user: ${message}.`,
    `Run the same command as that user, or take the folder over:  sudo chown -R "$(id -un)" '${folder}'`,
    { cause: error },
  );
}
