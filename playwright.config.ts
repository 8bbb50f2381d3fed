import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './lib/local/browser';

const { executablePath, args, env } = await findBrowser();
const port = 3217;

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Tests of one file share an app and its Redis; two cores carry one browser and one server.
  workers: 1,
  timeout: 45_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  forbidOnly: Boolean(process.env.CI),
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: { executablePath, args, env: env as Record<string, string> | undefined },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  webServer: {
    command: 'node --import tsx lib/local/start.ts --ephemeral',
    url: `http://127.0.0.1:${port}/api/health`,
    env: { PORT: String(port), HOST: '127.0.0.1' },
    stdout: 'pipe',
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
  },
});
