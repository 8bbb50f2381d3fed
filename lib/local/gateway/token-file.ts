import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dataFolder } from '../project';

/**
 * The token of a gateway that was given none: made once and kept in `.data/gateway-token`, which only its owner can read, so that
 * clients go on working after a restart and the token is in no log.
 *
 * @param log is told where the token is, never the token.
 */
export async function gatewayToken(
  log: (line: string) => void,
  file = path.join(dataFolder, 'gateway-token'),
): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  try {
    // `wx` never replaces a token that another process has just written.
    await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  log(`GATEWAY_TOKEN is not set: the token is in ${file}; set GATEWAY_TOKEN to use your own`);
  return (await readFile(file, 'utf8')).trim();
}
