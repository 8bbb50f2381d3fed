import type { Page } from '@playwright/test';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

test.beforeEach(({ context }) => signInAsAdmin(context));

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('the diagram shows what the API says, as a picture, in words and as a table', async ({
  page,
  request,
}) => {
  await open(page, '/sets');
  const compare = panel(page, 'What sets have in common');
  await compare.getByRole('button', { name: 'Add people' }).click();
  const picture = compare.getByRole('img', { name: /^intersection of readers, buyers/ });
  await expect(picture).toBeVisible();

  await compare.getByRole('radio', { name: 'Union' }).click();
  await expect(page).toHaveURL(/op=union/);
  await expect(async () => {
    const answer = await request.get('/api/sets/compare?op=union&sets=readers,buyers,subscribers');
    const { size } = (await answer.json()) as { size: number };
    await expect(compare.getByText(`union: ${size.toLocaleString('en')}`)).toBeVisible();
  }).toPass();

  await compare.getByRole('radio', { name: '2 sets' }).click();
  await expect(compare.getByRole('img', { name: /^union of readers, buyers:/ })).toBeVisible();
  await compare.getByRole('button', { name: 'View as table' }).click();
  // Readers alone, buyers alone, both; and the head.
  await expect(compare.getByRole('row')).toHaveCount(4);
  await page.reload();
  await expect(compare.getByRole('radio', { name: '2 sets' })).toBeChecked();
});

test('something is put into a set, found, paged past and taken out', async ({ page, request }) => {
  const members = Array.from({ length: 600 }, (_, index) => `paged-${index}`);
  await request.post('/api/sets/readers/members', { data: { members } });
  await open(page, '/sets');
  const set = panel(page, 'Members');
  await set.getByRole('textbox', { name: 'Member' }).fill('somebody new');
  await set.getByRole('button', { name: 'Check' }).click();
  await expect(set.getByText('not a member')).toBeVisible();
  await set.getByRole('button', { name: 'Add' }).click();
  await expect(set.getByText('member', { exact: true })).toBeVisible();
  await set.getByRole('button', { name: 'Remove' }).click();
  await expect(set.getByText('not a member')).toBeVisible();

  const list = set.getByRole('group', { name: 'Members of readers' }).getByRole('listitem');
  const first = await list.first().textContent();
  await set.getByRole('button', { name: 'Next page' }).click();
  await expect(list.first()).not.toHaveText(first!);
  await set.getByRole('button', { name: 'First page' }).click();
  await expect(list.first()).toHaveText(first!);
});

test('a role is granted and revoked in both directions', async ({ page }) => {
  await open(page, '/sets');
  const roles = panel(page, 'Roles, both ways');
  const direction = (name: string) =>
    roles.locator('dl > div', { has: page.getByText(name, { exact: true }) }).locator('dd');
  await roles.getByRole('button', { name: 'Grant editor to ann' }).click();
  await expect(direction('Roles of ann')).toContainText('editor');
  await expect(direction('Users with editor')).toContainText('ann');
  await roles.getByRole('button', { name: 'Revoke' }).click();
  await expect(direction('Roles of ann')).not.toContainText('editor');
  await expect(direction('Users with editor')).not.toContainText('ann');
});

test('of two who claim a name at once one has it', async ({ page }) => {
  await open(page, '/sets');
  const claims = panel(page, 'One name, two claims');
  await claims.getByRole('textbox', { name: 'Name' }).fill(`name-${Date.now()}`);
  await claims.getByRole('button', { name: 'Claim by ann and ben at once' }).click();
  await expect(claims.getByText('has it')).toHaveCount(1);
  await expect(claims.getByText('refused')).toHaveCount(1);
  await claims.getByRole('button', { name: 'Release' }).click();
  await expect(claims.getByRole('listitem')).toHaveCount(0);
});

test('the HyperLogLog takes less, and is off by 2 % at the most', async ({ page, request }) => {
  await open(page, '/sets');
  const sizes = panel(page, 'Exact beside HyperLogLog');
  await sizes.getByRole('button', { name: 'Add 1,000' }).click();
  await expect(sizes.getByText(/The estimate is off by/)).toBeVisible();
  const answer = await request.get('/api/sets/visitors/size');
  const { exact, estimate, error } = (await answer.json()) as {
    exact: { bytes: number };
    estimate: { bytes: number };
    error: number;
  };
  expect(Math.abs(error)).toBeLessThanOrEqual(0.02);
  expect(estimate.bytes).toBeLessThan(exact.bytes / 4);
});

test('the proof runs on the page', async ({ page }) => {
  await open(page, '/sets');
  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /Winners of one name/ });
  await expect(row.getByRole('cell').nth(0)).toContainText(/^0\s*breaks/);
  await expect(row.getByRole('cell').nth(1)).toContainText(/^1\s*holds/);
});
