import type { Page } from '@playwright/test';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
/** Demo keys of numbers that no other test makes. */
const own = { from: 70_000, count: 3_000 };

test.describe('with keys to look through', () => {
  test.beforeEach(async ({ context }) => {
    await signInAsAdmin(context);
    const made = await context.request.post('/api/keys/demo', { data: own });
    expect(made.status()).toBe(200);
  });

  test('keys are found, described and read; a prefix is looked into', async ({ page }) => {
    await open(page, '/keys?match=rp:demo:*:7*');
    const scan = panel(page, 'Keys');
    const toEnd = scan.getByRole('button', { name: 'To the end' });
    await expect(scan.getByText(/\d of [\d,]+ examined, [\d,]+ found/)).toBeVisible();
    if (await toEnd.isVisible()) await toEnd.click();
    await expect(scan.getByText(/2,[89]\d\d found/)).toBeVisible();
    const list = scan.getByRole('group', { name: 'Keys found' });
    await expect(list.getByText(/^goes in/).first()).toBeVisible();
    // Of the thousands only those in view are there.
    expect(await list.getByRole('listitem').count()).toBeLessThan(40);

    // One key by its name: asked for, not scanned.
    const pattern = scan.getByRole('textbox', { name: /^Pattern/ });
    await pattern.fill(`rp:demo:user:{${own.from}}:profile`);
    await scan.getByRole('button', { name: 'Scan' }).click();
    await expect(scan.getByText('One key, asked for by its name')).toBeVisible();
    await list.getByRole('button').click();
    const value = panel(page, 'Value');
    await expect(value.getByRole('row', { name: `name Person ${own.from}` })).toBeVisible();
    await expect(page).toHaveURL(/key=rp/);

    await page.goto('/keys');
    await page.getByRole('button', { name: 'Summarise these keys' }).click();
    await expect(panel(page, 'Types').getByText(/by a sample of [\d,]+ of/)).toBeVisible();
    await expect(panel(page, 'Types').getByText(/^string · [\d.]+ %/)).toBeVisible();
    const prefixes = panel(page, 'By prefix');
    await expect(prefixes.locator('svg rect').first()).toBeVisible();
    await prefixes.getByRole('button', { name: /^rp:demo:cart:/ }).click();
    await expect(page).toHaveURL(/match=rp:demo:cart:\*/);
  });

  test('a sweep is tried, confirmed by its pattern, and leaves what does not match', async ({
    page,
    request,
  }) => {
    const match = 'rp:demo:session:70*';
    await open(page, '/keys');
    const sweep = panel(page, 'Sweep');
    await sweep.getByRole('textbox', { name: 'Pattern' }).fill(match);
    await sweep.getByRole('radio', { name: 'Delete' }).click();
    await sweep.getByRole('button', { name: 'Dry run' }).click();
    const go = sweep.getByRole('button', { name: /^Delete [\d,]+ keys/ });
    await expect(go).toBeVisible();
    const wanted = Number((await go.innerText()).replace(/\D/g, ''));
    expect(wanted).toBeGreaterThan(800);
    await go.click();

    const dialog = page.getByRole('dialog', { name: 'Delete keys' });
    const confirm = dialog.getByRole('button', { name: /^Delete/ });
    await dialog.getByRole('textbox').fill('rp:demo:session:7*');
    await expect(confirm).toBeDisabled();
    await dialog.getByRole('textbox').fill(match);
    await confirm.click();
    await expect(sweep.getByText('done', { exact: true })).toBeVisible();
    const deleted = sweep.locator('dl > div', { hasText: 'deleted' }).locator('dd');
    await expect(deleted).toHaveText(wanted.toLocaleString('en'));
    const gone = await request.get(`/api/keys/value?key=rp:demo:session:${own.from + 7}`);
    expect(gone.status()).toBe(404);
    const left = await request.get(`/api/keys/value?key=rp:demo:session:${own.from + 2_007}`);
    expect(left.status()).toBe(200);

    // The address keeps the sweep: who comes back sees how it stands.
    await page.reload();
    await expect(sweep.getByText('done', { exact: true })).toBeVisible();
    await expect(deleted).toHaveText(wanted.toLocaleString('en'));
  });
});

test.describe('without a sign-in', () => {
  test.use({ expectedConsole: [/Failed to load resource: .* 403/] });

  test('other keys are not shown, and the proof runs', async ({ page }) => {
    await open(page, '/keys?match=*');
    await expect(panel(page, 'Keys').getByText('Needs the role admin to look at')).toBeVisible();
    await expect(panel(page, 'Sweep').getByRole('button', { name: 'Count' })).toBeDisabled();

    const proof = await runProof(page);
    const row = proof.getByRole('row', { name: /Keys missed, or acted on again/ });
    await expect(row.getByRole('cell').nth(0)).toContainText('breaks');
    await expect(row.getByRole('cell').nth(1)).toContainText(/^0\s*holds/);
  });
});
