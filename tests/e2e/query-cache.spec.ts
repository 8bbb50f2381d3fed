import type { Page } from '@playwright/test';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

const panel = (page: Page, name: RegExp | string) => page.getByRole('region', { name });

test('a report is made once, and once again after an order', async ({ page, context }) => {
  await signInAsAdmin(context);
  // A question of this test's own: no other has asked it.
  await open(page, '/query-cache?report=top-products&tenant=birch&months=7&limit=3');
  const report = panel(page, 'A report over a shop’s orders');
  const ask = report.getByRole('button', { name: 'Ask', exact: true });
  await ask.click();
  await expect(report.getByText('miss', { exact: true })).toBeVisible();
  await expect(report.getByRole('row')).toHaveCount(4);
  await ask.click();
  await expect(report.getByText('hit', { exact: true })).toBeVisible();

  await panel(page, 'Place an order')
    .getByRole('button', { name: /^Order in birch/ })
    .click();
  await expect(page.getByText(/^Order [\d,]+ in birch/)).toBeVisible();
  await expect(report.getByText('miss', { exact: true })).toBeVisible();
  await expect(report.getByText('invalidated', { exact: true })).toBeVisible();
});

test('a hundred who ask at once cause one query', async ({ page }) => {
  await open(page, '/query-cache');
  const crowd = panel(page, '100 at once');
  await crowd.getByRole('button', { name: 'Send 100' }).click();
  await expect(crowd.getByText('for 100 of 100')).toBeVisible();
  await expect(crowd.getByText('1 query', { exact: true })).toBeVisible();
});

test('the proof holds where the snippet does not', async ({ page }) => {
  await open(page, '/query-cache');
  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /rows of another tenant/ });
  await expect(row.getByRole('cell').nth(0)).toContainText(/^1\s*breaks/);
  await expect(row.getByRole('cell').nth(1)).toContainText(/^0\s*holds/);
});
