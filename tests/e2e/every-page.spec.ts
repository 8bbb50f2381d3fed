import type { Page } from '@playwright/test';
import { catalogue } from '../../lib/catalogue';
import { expectAccessible, settled } from './support/axe';
import { expect, open, test } from './support/test';
import { sendLongNames } from './support/views';

const pages = ['/', ...catalogue.map(({ page }) => page)];

test.beforeAll(({ request }) => sendLongNames(request));

/** Whether a page's ground is light or dark, whatever notation its colour has. */
function lightness(page: Page): Promise<'light' | 'dark'> {
  return page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d')!;
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return red + green + blue > 382 ? 'light' : 'dark';
  });
}

/** What the page says that it costs, left open and untouched, from what its refreshes were measured to cost. */
async function commandsOfAMonth(page: Page): Promise<number> {
  const row = page.locator('dl > div', { hasText: 'A month' }).getByRole('definition');
  await expect(row).toHaveText(/^[\d,]+$/);
  return Number((await row.innerText()).replaceAll(',', ''));
}

for (const path of pages) {
  test(`${path} has nothing that axe finds, and costs little when it is forgotten`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await open(page, path);
    await settled(page);
    expect(await lightness(page)).toBe('light');
    await expectAccessible(page);
    expect(await commandsOfAMonth(page)).toBeLessThan(50_000);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await settled(page);
    expect(await lightness(page)).toBe('dark');
    await expectAccessible(page, 'colors');
  });
}

test('every answer says what its page may load and who may hold it', async ({ request }) => {
  for (const path of ['/', '/api/health', '/api/counters/%ff', '/no-such-page']) {
    const headers = (await request.get(path)).headers();
    expect(headers['content-security-policy']).toContain("script-src 'self' 'unsafe-inline';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['permissions-policy']).toContain('camera=()');
    // Longer than a usual proxy keeps a connection, which must be the one that closes it.
    expect(headers['keep-alive']).toBe('timeout=75');
    // A promise of TLS is given where there is TLS alone.
    expect(headers).not.toHaveProperty('strict-transport-security');
  }
  const behindTls = { headers: { 'x-forwarded-proto': 'https' } };
  const { 'strict-transport-security': promise } = (await request.get('/', behindTls)).headers();
  expect(promise).toBe('max-age=31536000');
});

test.describe('a page that is not there', () => {
  test.use({ expectedConsole: [/Failed to load resource: .* 404/] });

  test('says so and leads back', async ({ page }) => {
    const answer = await page.goto('/no-such-page');
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page
      .getByRole('main')
      .getByRole('link', { name: /overview/i })
      .click();
    await expect(page).toHaveURL(/\/$/);
  });
});

test('the overview shows what the API says, and leads to each pattern', async ({
  page,
  request,
}) => {
  await page.goto('/');
  const { pageViews } = (await (await request.get('/api/overview')).json()) as {
    pageViews: { visitors: number };
  };
  await expect(page.locator('dl').first()).toContainText(String(pageViews.visitors));
  for (const pattern of catalogue) {
    await page.getByRole('main').getByRole('link', { name: pattern.title }).first().click();
    await expect(page).toHaveURL(new RegExp(`${pattern.page}$`));
    await expect(page.getByRole('heading', { level: 1, name: pattern.title })).toBeVisible();
    await page.goBack();
  }
});
