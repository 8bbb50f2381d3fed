import type { Page } from '@playwright/test';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('ten commands in five ways: the round trips, the reader and the failure of each', async ({
  page,
}) => {
  await open(page, '/pipelines');
  // Whoever is not signed in may compare, and is told what the rest takes.
  await expect(page.getByText('Needs the role admin to import users')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import 2,000 samples' })).toBeDisabled();

  const ways = panel(page, 'Five ways');
  await ways.getByRole('radio', { name: '10', exact: true }).click();
  await ways.getByRole('button', { name: 'Compare' }).click();
  await expect(ways.getByText(/^10 commands each/)).toBeVisible();

  const row = (name: string) =>
    panel(page, 'What each way does').getByRole('row', { name: new RegExp(`^${name}`) });
  const cell = (name: string, at: number) => row(name).getByRole('cell').nth(at);
  const trips = ['One by one', 'Automatic', 'Pipeline', 'MULTI/EXEC', 'Script, once'];
  for (const [at, name] of trips.entries())
    await expect(cell(name, 1)).toHaveText(at === 0 ? '10' : '1');
  await expect(cell('Script, once', 2)).toHaveText('13');
  await expect(cell('MULTI/EXEC', 5)).toHaveText(/^0 of/);
  await expect(row('One by one')).toContainText('5 of the other 9 applied, 6 of 10 outcomes known');
  await expect(row('Automatic')).toContainText('9 of the other 9 applied, 1 of 10 outcomes known');
  await expect(row('Pipeline')).toContainText('9 of the other 9 applied, 10 of 10 outcomes known');
});

test('an import is cancelled, gone on with, and forgotten', async ({ page, context }) => {
  await signInAsAdmin(context);
  await open(page, '/pipelines');
  const upload = panel(page, 'Bulk user update');

  // The third part never arrives, so that there is something to cancel.
  let sent = 0;
  await page.route('**/api/bulk/users?*', (route) => (++sent === 3 ? undefined : route.continue()));
  await upload.getByRole('button', { name: 'Import 2,000 samples' }).click();
  await expect(upload.getByText(/updated.*line 960$/)).toBeVisible();
  await upload.getByRole('button', { name: 'Cancel' }).click();
  await expect(upload.getByText('Stopped: it can be gone on with')).toBeVisible();
  await upload.getByRole('button', { name: 'Resume' }).click();
  await expect(upload.getByText('Done', { exact: true })).toBeVisible();
  await expect(upload.getByText('1,979 updated, 21 failed, line 2,000')).toBeVisible();
  // Two parts, the one that was lost, and three more: nothing was sent twice.
  expect(sent).toBe(6);

  const errors = upload.getByRole('table', { name: 'Failed lines' });
  await expect(errors.getByRole('row')).toHaveCount(22);
  await expect(errors.getByRole('row', { name: /^Line 139/ })).toContainText('email');

  const forgetting = panel(page, 'Bulk invalidation');
  await forgetting.getByRole('button', { name: 'Look up sample-1' }).click();
  await expect(forgetting.getByText('sample-1@example.com')).toBeVisible();
  await forgetting.getByRole('button', { name: 'Forget 3 users' }).click();
  await expect(forgetting.getByText('2 users forgotten, 1 not there')).toBeVisible();

  await forgetting.getByRole('button', { name: 'All of the import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forget all that an import wrote' });
  const forget = dialog.getByRole('button', { name: 'Forget them' });
  await expect(forget).toBeDisabled();
  const name = await dialog.locator('label code').innerText();
  await dialog.getByRole('textbox').fill(name);
  await forget.click();
  await expect(forgetting.getByText('1,977 users forgotten, 2 not there')).toBeVisible();
});

test('the proof runs on the page', async ({ page }) => {
  await open(page, '/pipelines');
  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /Added, 10 wanted/ });
  await expect(row.getByRole('cell').nth(0)).toContainText(/^20\s*breaks/);
  await expect(row.getByRole('cell').nth(1)).toContainText(/^10\s*holds/);
});
