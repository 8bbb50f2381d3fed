import { startFragileApp, type FragileApp } from './support/outage';
import { expect, test } from './support/test';

test.use({ expectedConsole: [/Failed to load resource: .* 503/] });

let app: FragileApp;
test.beforeAll(async () => {
  app = await startFragileApp();
});
test.afterAll(() => app.close());

test('with Redis away the page keeps what it had and says so; with Redis back it recovers by itself', async ({
  page,
  request,
}) => {
  await request.post(`${app.url}/api/page-views`, { data: { path: '/before-the-outage' } });
  await page.goto(`${app.url}/page-views`);
  const total = page.locator('dl[aria-label="Totals"] > div').first();
  await expect(total).toContainText('1');
  const strip = page.getByRole('alert').filter({ hasText: 'Redis cannot be reached' });

  await app.killRedis();
  await expect(strip).toBeVisible();
  await expect(strip).toContainText('What you see is from');
  await expect(strip.locator('..')).toContainText(/Next try|Trying/);
  await expect(page.getByRole('button', { name: 'Try now' })).toBeVisible();
  await expect(page.getByText('/before-the-outage', { exact: true }).first()).toBeVisible();

  const health = await request.get(`${app.url}/api/health`);
  expect(health.status()).toBe(503);
  expect(await health.json()).toMatchObject({ code: 'redis_unreachable' });

  await app.reviveRedis();
  // The next try comes within 30 s; nobody touches the page.
  await expect(strip).toBeHidden();
  expect((await request.get(`${app.url}/api/health`)).status()).toBe(200);
});
