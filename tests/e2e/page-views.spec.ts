import type { Page } from '@playwright/test';
import { startOtherSite, type OtherSite } from './support/other-site';
import { expect, open, runProof, test } from './support/test';

test.describe('views of another site', () => {
  let site: OtherSite;
  test.afterEach(() => site.close());

  for (const [script, attributes] of [
    ['track.js', ''],
    ['hello.js', 'data-endpoint="/hello"'],
  ] as const) {
    test(`arrive by /${script}, and the chart moves`, async ({ page, context, baseURL }) => {
      site = await startOtherSite(`src="${baseURL}/${script}" ${attributes}`);
      await open(page, '/page-views');
      const before = await views(page);

      const visitor = await context.newPage();
      await visitor.goto(`${site.url}/shop/${script}`);
      await visitor.getByRole('button', { name: 'a page without loading' }).click();
      await visitor.getByRole('link', { name: 'a page of its own' }).click();
      await visitor.waitForURL('**/shop/plain');
      expect(await visitor.evaluate(() => document.cookie)).toBe('');
      await visitor.goBack();

      await expect.poll(() => views(page)).toBe(before + 4);
      const log = page.getByRole('group', { name: 'Newest views' });
      await expect(log.getByText(`/shop/${script}`, { exact: true })).toBeVisible();
      await expect(log.getByText('/shop/single-page', { exact: true }).first()).toBeVisible();
      await expect(page.getByText(/A view of .* arrived/)).toBeVisible();
      // A minute that has just begun has no bar to see yet.
      const bars = page.locator('.recharts-bar-rectangle').filter({ visible: true });
      await expect(bars.first()).toBeVisible();
    });
  }

  test('are not counted where the visitor asks not to be tracked', async ({ browser, baseURL }) => {
    site = await startOtherSite(`src="${baseURL}/track.js"`);
    const context = await browser.newContext();
    await context.addInitScript(() =>
      Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }),
    );
    const visitor = await context.newPage();
    const sent: string[] = [];
    visitor.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.url());
    });
    await visitor.goto(`${site.url}/private`, { waitUntil: 'networkidle' });
    await visitor.getByRole('button', { name: 'a page without loading' }).click();
    await visitor.goto(`${site.url}/private/too`, { waitUntil: 'networkidle' });
    expect(sent).toEqual([]);
    await context.close();
  });
});

test('generated traffic is labelled, bounded and stops', async ({ page }) => {
  await open(page, '/page-views');
  const before = await views(page);
  await page.getByRole('button', { name: 'Start traffic' }).click();
  await expect(page.getByRole('progressbar', { name: 'Views sent' })).toBeVisible();
  await expect.poll(() => views(page)).toBeGreaterThan(before + 3);
  await page.getByRole('button', { name: 'Stop traffic' }).click();
  await expect(page.getByText(/views? sent/).first()).toBeVisible();
  await expect(
    page.getByRole('group', { name: 'Newest views' }).getByText('generated').first(),
  ).toBeVisible();
});

test('a paused page stands still, and a resumed one catches up', async ({ page, request }) => {
  await open(page, '/page-views');
  await page.getByRole('button', { name: 'Pause' }).click();
  const before = await views(page);
  await request.post('/api/page-views', { data: { path: '/while-paused' } });
  // Longer than the interval at which it would have asked.
  await page.waitForTimeout(6_000);
  expect(await views(page)).toBe(before);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => views(page)).toBe(before + 1);
});

test('ranges, a zoom and a page are in the address', async ({ page, request }) => {
  // More than other tests have left for any page, so that it is among the top ones.
  await request.post('/api/page-views', { data: Array(400).fill({ path: '/a-page' }) });
  await open(page, '/page-views');
  await page.getByRole('radio', { name: '24 h' }).click();
  await expect(page).toHaveURL(/range=24h/);
  await expect(page.getByText('Views, 24 h')).toBeVisible();

  await page
    .getByRole('region', { name: 'Top pages' })
    .getByRole('button', { name: /\/a-page/ })
    .click();
  await expect(page).toHaveURL(/path=/);
  await expect(page.getByText('kept for the whole site, not by page').first()).toBeVisible();
  await page.getByRole('button', { name: /Show all pages/ }).click();
  await expect(page).not.toHaveURL(/path=/);

  await page.locator('.recharts-bar-rectangle').last().click();
  await expect(page).toHaveURL(/at=\d+/);
  const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000);
  await expect(page).toHaveURL(new RegExp(`at=${hour.getTime()}`));
  await expect(page.getByText('Views, one hour')).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/at=/);

  await page.reload();
  await expect(page.getByText('Views, 24 h')).toBeVisible();
});

test('the chart is also a table, and exports', async ({ page, request }) => {
  await request.post('/api/page-views', { data: { path: '/exported' } });
  await open(page, '/page-views');
  const panel = page.getByRole('region', { name: 'Views and visitors' });
  await panel.getByRole('button', { name: /table/i }).click();
  await expect(panel.getByRole('row')).toHaveCount(31);
});

test('the wire panel shows what a poll sent, and the proof what the snippet does', async ({
  page,
}) => {
  await open(page, '/page-views');
  const wire = page.getByRole('region', { name: 'Wire' });
  const poll = wire.getByRole('button', { name: /^Page views/ });
  await expect(poll).toHaveText(/round trips?, \d+ commands/);
  if ((await poll.getAttribute('aria-expanded')) !== 'true') await poll.click();
  await expect(wire.getByText('PFCOUNT').first()).toBeVisible();

  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /Views counted/ });
  await expect(row.getByRole('cell').nth(0)).toContainText('breaks');
  await expect(row.getByRole('cell').nth(1)).toContainText(/^12\s*holds/);
  await expect(proof.getByText('answer lost, sent again').first()).toBeVisible();
});

/** The views of the range that the page shows, once it shows them. */
async function views(page: Page): Promise<number> {
  const total = page.locator('dl[aria-label="Totals"] dd').first();
  await expect(total).toHaveText(/^[\d,]+\s*exact/);
  return Number((await total.innerText()).replace(/\D/g, ''));
}
