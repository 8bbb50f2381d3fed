import type { Locator } from '@playwright/test';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

/** The answers of a panel's reads, in their order: "miss", "hit" … */
async function readsOf(panel: Locator): Promise<string[]> {
  const said = await panel.getByRole('img', { name: /^Reads: / }).getAttribute('aria-label');
  return (said ?? '').replace('Reads: ', '').split(', ');
}

test('a profile is a miss, then a hit; a change of it makes it a miss once more', async ({
  page,
  context,
}) => {
  await signInAsAdmin(context);
  await open(page, '/cache');
  const panel = page.getByRole('region', { name: 'A profile, read through the cache' });
  const read = panel.getByRole('button', { name: 'Read', exact: true });
  await panel.getByRole('button', { name: 'Any' }).click();
  await expect(panel.getByText('absent', { exact: true })).toBeVisible();
  await read.click();
  await expect(panel.getByText('fresh', { exact: true })).toBeVisible();

  const city = `City ${Date.now()}`;
  await panel.getByLabel('City').fill(city);
  await panel.getByRole('button', { name: 'Save, then read' }).click();
  await expect(panel.getByText(`of ${city}`)).toBeVisible();
  await expect(panel.getByText('invalidated', { exact: true })).toBeVisible();
  expect(await readsOf(panel)).toEqual(['miss', 'hit', 'miss']);

  const invalidate = page.getByRole('region', { name: 'Invalidate by tag' });
  await invalidate.getByLabel('Tag').fill('profiles');
  await invalidate.getByRole('button', { name: 'Invalidate, then read' }).click();
  await expect.poll(() => readsOf(panel)).toEqual(['miss', 'hit', 'miss', 'miss']);
});

test('a stampede of fifty is one load, and the figures move', async ({ page }) => {
  await open(page, '/cache');
  const figures = page.locator('dl[aria-label="Cache"]');
  await expect(figures.getByText(/ of [\d,]+ reads/)).toBeVisible();
  const reads = async () =>
    Number(/of ([\d,]+) reads/.exec(await figures.innerText())?.[1]?.replaceAll(',', ''));
  const before = await reads();

  const panel = page.getByRole('region', { name: 'Stampede of 50' });
  await panel.getByRole('button', { name: 'Send 50' }).click();
  await expect(panel.getByText('for 50 of 50 who asked')).toBeVisible();
  await expect(panel.getByText('1 load', { exact: true })).toBeVisible();
  await expect.poll(reads).toBeGreaterThanOrEqual(before + 50);
  const chart = page.getByRole('region', { name: 'Hit ratio' });
  // One minute alone is a dot, and no line yet.
  await expect(chart.locator('.recharts-surface').first()).toBeVisible();
  await expect(chart.getByText('No reads in this range')).toBeHidden();
});

test('the proof runs on the page', async ({ page }) => {
  await open(page, '/cache');
  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /Loads for 50 who miss at once/ });
  await expect(row.getByRole('cell').nth(0)).toContainText(/50\s*.*breaks/);
  await expect(row.getByRole('cell').nth(1)).toContainText(/^1\s*holds/);
});
