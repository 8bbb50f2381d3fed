import { readdirSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './lib/local/browser';

// Ports of this run's own, so that two runs may share a machine: below those that the system itself gives away, and
// chosen once, since Playwright reads this file in each of its workers too.
process.env.E2E_FIRST_PORT ??= String(10_000 + 2 * (process.pid % 10_000));
const firstPort = Number(process.env.E2E_FIRST_PORT);

const { executablePath, args, env } = await findBrowser();
const testDir = 'tests/e2e';
const files = readdirSync(testDir)
  .filter((name) => name.endsWith('.spec.ts'))
  .sort();

// Two apps, each with a Redis and a Postgres of its own and half of the work: much of a test is waiting for a poll, and
// files that run at the same time share nothing. The tests of one app take turns.
const apps = [firstPort, firstPort + 1].map((port) => ({
  url: `http://127.0.0.1:${port}`,
  port,
  files: [] as string[],
  work: 0,
}));
for (const file of files) {
  const idler = apps.reduce((least, app) => (app.work < least.work ? app : least));
  idler.files.push(file);
  // One file looks at every page with axe, twice, and takes as long as six others.
  idler.work += file === 'every-page.spec.ts' ? 6 : 1;
}

export default defineConfig({
  testDir,
  outputDir: 'test-results',
  workers: apps.length,
  // These end what hangs and claim nothing, so they leave a busy machine all the time that it may need.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
  forbidOnly: Boolean(process.env.CI),
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: { executablePath, args, env: env as Record<string, string> | undefined },
    screenshot: 'only-on-failure',
    // Without its film: a frame of each change of the page costs a browser that draws in software three times the rest.
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
  projects: apps.map(({ url, files: testMatch }, index) => ({
    name: `app ${index + 1}`,
    testMatch,
    workers: 1,
    use: { baseURL: url },
  })),
  webServer: apps.map(({ url, port }) => ({
    command: 'node --import tsx lib/local/start.ts --ephemeral',
    url: `${url}/api/health`,
    env: { PORT: String(port), HOST: '127.0.0.1' },
    stdout: 'pipe',
    timeout: 600_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
  })),
});
