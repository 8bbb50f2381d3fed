import { existsSync } from 'node:fs';
import path from 'node:path';
import { libraryEnvironment } from './apt';
import { findOnPath, run } from './executable';
import { LaunchError } from './launch-error.mjs';
import { cacheFolder } from './project';

/** A Chromium that starts on this machine, in the shape of Playwright's `launchOptions`. */
export interface Browser {
  executablePath: string;
  args: string[];
  /** Its whole environment, or undefined for that of the process. */
  env?: NodeJS.ProcessEnv;
}

/** Where the setup puts a browser that it had to fetch, by where it came from. */
export const fetchedBrowsers = {
  apt: path.join(cacheFolder, 'browser/apt'),
  npm: path.join(cacheFolder, 'browser/npm'),
};

const NAMES_ON_PATH = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const ON_A_MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

const START_LIMIT_MS = 15_000;

const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Finds a browser for the tests, without fetching one: `CHROME_PATH`, then PATH, then Playwright's own, then what
 * the setup fetched. A browser counts only when it starts.
 *
 * @throws LaunchError that says how to get one, when there is none
 */
export async function findBrowser(): Promise<Browser> {
  const found = await lookForBrowser();
  if (found) return found;
  throw new LaunchError(
    'No Chromium was found for the browser tests.',
    'Install Chromium or Google Chrome, or run:  npx playwright install --with-deps chromium\n' +
      'or set CHROME_PATH to the one to use.',
  );
}

/** As {@link findBrowser}, with undefined for none. */
export async function lookForBrowser(): Promise<Browser | undefined> {
  if (process.env.CHROME_PATH) {
    const chosen = await tryBrowser(process.env.CHROME_PATH);
    if (chosen) return chosen;
    throw new LaunchError(
      `CHROME_PATH is ${process.env.CHROME_PATH}, which does not start.`,
      'Set it to the executable of a Chromium or Chrome, or unset it.',
    );
  }
  for (const name of NAMES_ON_PATH) {
    const file = await findOnPath(name);
    const browser = file && (await tryBrowser(file));
    if (browser) return browser;
  }
  const { chromium } = await import('@playwright/test');
  return (
    (await tryBrowser(ON_A_MAC)) ??
    (await tryBrowser(chromium.executablePath())) ??
    (await tryBrowser(
      path.join(fetchedBrowsers.apt, 'usr/lib/chromium/chromium'),
      await unpackedEnvironment(fetchedBrowsers.apt),
    )) ??
    (await tryBrowser(path.join(fetchedBrowsers.npm, 'chromium'), {
      LD_LIBRARY_PATH: path.join(fetchedBrowsers.npm, 'al2023/lib'),
      FONTCONFIG_PATH: path.join(fetchedBrowsers.npm, 'fonts'),
    }))
  );
}

async function tryBrowser(
  executablePath: string,
  extra?: Record<string, string>,
): Promise<Browser | undefined> {
  const env = extra && { ...process.env, ...extra };
  const starts = await run(executablePath, ['--version'], { env, timeout: START_LIMIT_MS }).then(
    () => true,
    () => false, // Not there, a stub, or a library is missing: the next candidate may do.
  );
  if (!starts) return undefined;
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET;
  return { executablePath, args, env };
}

/** Fonts are looked up like libraries: in the system's folders and in the unpacked ones. */
async function unpackedEnvironment(root: string): Promise<Record<string, string>> {
  const fonts = path.join(root, 'etc/fonts');
  return {
    ...(await libraryEnvironment(root).catch(() => undefined)),
    XDG_DATA_HOME: path.join(root, 'usr/share'),
    // Unpacked only where the system has no configuration of its own.
    ...(existsSync(path.join(fonts, 'fonts.conf')) && { FONTCONFIG_PATH: fonts }),
  };
}
