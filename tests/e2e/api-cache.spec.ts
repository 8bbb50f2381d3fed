import type { Page } from '@playwright/test';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

const panel = (page: Page, name: RegExp | string) => page.getByRole('region', { name });

async function take(page: Page, what: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: 'What the request takes' }).click();
  await page.getByRole('option', { name: what }).click();
}

test('a search is made once, is a 304 to who has it, and is made again after a purge', async ({
  page,
  context,
}) => {
  await signInAsAdmin(context);
  // A search of this test's own: no other has made it.
  await open(page, '/api-cache?q=brass+lantern');
  const search = panel(page, 'A slow search');
  const ask = search.getByRole('button', { name: 'Search', exact: true });
  await ask.click();
  await expect(search.getByText('miss', { exact: true })).toBeVisible();
  await expect(search.getByText(/products for brass lantern/)).toBeVisible();
  await ask.click();
  await expect(search.getByText('hit', { exact: true })).toBeVisible();

  await take(page, /If-None-Match/);
  await ask.click();
  await expect(search.getByText('304', { exact: true })).toBeVisible();
  await expect(search.getByText('0 bytes of body')).toBeVisible();
  await expect(search.getByText(/products for brass lantern/)).toBeVisible();

  await take(page, /Any stored answer/);
  await panel(page, 'Purge').getByRole('button', { name: 'Purge, then search' }).click();
  await expect(search.getByText('miss', { exact: true })).toBeVisible();
  await expect(search.getByText(/has been purged since/)).toBeVisible();
});

test.describe(() => {
  // The browser itself logs the 504 that this asks for.
  test.use({ expectedConsole: [/status of 504/] });

  test('what a request takes is kept to, and languages have answers of their own', async ({
    page,
  }) => {
    await open(page, '/api-cache?q=copper+kettle');
    const search = panel(page, 'A slow search');
    const ask = search.getByRole('button', { name: 'Search', exact: true });
    await take(page, /Only if stored/);
    await ask.click();
    await expect(search.getByText('504', { exact: true })).toBeVisible();

    await take(page, /Any stored answer/);
    for (const language of ['en', 'de']) {
      await page.getByRole('combobox', { name: 'Accept-Language' }).click();
      await page.getByRole('option', { name: language, exact: true }).click();
      await ask.click();
      await expect(search.getByText('miss', { exact: true })).toBeVisible();
      await expect(search.getByText(`prices written in ${language}`)).toBeVisible();
      await ask.click();
      await expect(search.getByText('hit', { exact: true })).toBeVisible();
    }
  });
});

test('many who ask at once have the database searched once, and an upstream is fetched over HTTP', async ({
  page,
}) => {
  await open(page, '/api-cache');
  const crowd = panel(page, '50 at once');
  await crowd.getByRole('button', { name: 'Send 50' }).click();
  await expect(crowd.getByText('for 50 of 50')).toBeVisible();
  await expect(crowd.getByText('1 search', { exact: true })).toBeVisible();

  const upstream = panel(page, /^An upstream/);
  await upstream.getByLabel('Path below its address').fill('?q=walnut+stool');
  await upstream.getByRole('button', { name: 'Fetch' }).click();
  await expect(upstream.getByText('200', { exact: true })).toBeVisible();
  await expect(upstream.getByText(/"query":"walnut stool"/)).toBeVisible();
});

test('the proof holds where the snippet does not', async ({ page }) => {
  await open(page, '/api-cache');
  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /made for another user/ });
  await expect(row.getByRole('cell').nth(0)).toContainText(/^1\s*breaks/);
  await expect(row.getByRole('cell').nth(1)).toContainText(/^0\s*holds/);
});
