import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe';
import { expect, open, runProof, test } from './support/test';

// A sign-in that is refused is a 401, which browsers write to the console.
test.use({ expectedConsole: [/Failed to load resource: .* 401/] });

const list = (page: Page, user: string) => page.getByRole('table', { name: `Sessions of ${user}` });
const signInAs = (page: Page, user: string) =>
  page.getByRole('button', { name: `Sign in as ${user}` }).click();

test('signs in, is counted and listed, and signs out', async ({ page, context }) => {
  await open(page, '/sessions');
  await signInAs(page, 'ben');
  await expect(list(page, 'ben').getByText('this browser')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Your session' })).toContainText('ben');

  const cookies = await context.cookies();
  const cookie = cookies.find(({ name }) => name.endsWith('session'));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(await page.content()).not.toContain(cookie!.value.slice(40));

  await expectAccessible(page);

  await page.getByRole('button', { name: 'Rotate the id' }).click();
  await expect(page.getByText('The session has a new id')).toBeVisible();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('ends another device, and everything at once, after it has shown what', async ({
  page,
  browser,
  baseURL,
}) => {
  const other = await browser.newPage({ baseURL: baseURL! });
  await open(other, '/sessions');
  await signInAs(other, 'cyd');
  await expect(list(other, 'cyd')).toBeVisible();
  await open(page, '/sessions');
  await signInAs(page, 'cyd');
  const rows = list(page, 'cyd').getByRole('row');
  await expect(rows).not.toHaveCount(2);

  await page.getByRole('button', { name: 'End others' }).click();
  const dialog = page.getByRole('dialog', { name: 'End all others' });
  await expect(dialog.getByRole('listitem').first()).toBeVisible();
  const confirm = dialog.getByRole('button', { name: /End \d+ sessions?/ });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox').fill('cyd');
  await confirm.click();
  await expect(rows).toHaveCount(2);
  await other.reload();
  await expect(other.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await other.close();

  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('cyd');
  await page.getByRole('button', { name: 'End 1 session' }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('a refused sign-in says so, and not which part was wrong', async ({ page }) => {
  for (const name of ['ben', 'nobody']) {
    await open(page, '/sessions');
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    const refusal = page.getByRole('region', { name: 'Sign in' }).getByRole('alert');
    await expect(refusal).toHaveText('The name and the password do not belong together.');
  }
});

test('the proof holds where the snippet does not', async ({ page }) => {
  await open(page, '/sessions');
  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /brought back after their sign-out/ });
  await expect(row.getByRole('cell').nth(0)).toContainText(/^1\s*breaks/);
  await expect(row.getByRole('cell').nth(1)).toContainText(/^0\s*holds/);
});
