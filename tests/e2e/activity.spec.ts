import type { Page } from '@playwright/test';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** How many events of a kind the page says there were. */
const told = (page: Page, kind: string) => async () => {
  const row = panel(page, 'Do something').locator('dl > div', {
    has: page.getByText(kind, { exact: true }),
  });
  return Number((await row.locator('dd').textContent())?.replace('–', '') || Number.NaN);
};

test('what is done in the app comes onto the timeline, until its user erases it', async ({
  page,
  context,
}) => {
  await signInAsAdmin(context);
  await context.request.delete('/api/users/ada/activity');
  await open(page, '/activity');
  const act = panel(page, 'Do something');
  const timeline = panel(page, 'Your timeline').getByRole('table');

  const pages = panel(page, 'Visited pages').getByRole('list', { name: 'Visited pages' });
  for (const path of ['/docs', '/cart', '/docs']) {
    await act.getByRole('combobox', { name: 'Page' }).click();
    await page.getByRole('option', { name: path, exact: true }).click();
    await act.getByRole('button', { name: `View ${path}` }).click();
    await expect(timeline.getByRole('row').nth(1)).toContainText(path);
  }
  await expect(pages.getByRole('listitem').first()).toContainText('/docs2 visits');
  await expect(pages.getByRole('listitem').nth(1)).toContainText('/cart1 visit');
  await act.getByRole('button', { name: 'Queue a job' }).click();
  await expect(timeline.getByRole('row', { name: /Queued in demo/ })).toBeVisible();

  const messages = told(page, 'Messages');
  const before = await messages();
  await act.getByRole('button', { name: 'Send one event 3 times' }).click();
  const toast = page.getByRole('region', { name: /^Notifications/ });
  await expect(toast.getByText('Answered 3 times, counted 1')).toBeVisible();
  await expect.poll(messages).toBe(before + 1);

  await act.getByRole('button', { name: 'Erase my activity' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase the activity of ada' });
  await expect(dialog.getByRole('list', { name: 'To be erased' })).toContainText('2 visited pages');
  const erase = dialog.getByRole('button', { name: 'Erase it all' });
  await dialog.getByRole('textbox').fill('ad');
  await expect(erase).toBeDisabled();
  await dialog.getByRole('textbox').fill('ada');
  await erase.click();
  await expect(page.getByText('Nothing on the timeline yet')).toBeVisible();
  await expect(page.getByText('No hour has an event yet')).toBeVisible();
  const answer = await page.request.get('/api/users/ada/activity');
  expect(await answer.json()).toEqual({ entries: [], next: null });
});

test('active users show by day, week and month, on the hour of the week, and as newcomers', async ({
  page,
  context,
}) => {
  await signInAsAdmin(context);
  const told = await context.request.post('/api/users/ada/activity', { data: { type: 'job' } });
  expect(told.status()).toBe(200);
  await open(page, '/activity');
  const chart = panel(page, 'Active users');
  await expect(
    chart.locator('.recharts-bar-rectangle').filter({ visible: true }).first(),
  ).toBeVisible();
  const range = page.getByRole('radiogroup', { name: 'Range' });
  for (const [name, address, rows] of [
    ['Weeks', '12w', 12],
    ['Months', '12m', 12],
    ['Days', '30d', 30],
  ] as const) {
    await range.getByRole('radio', { name }).click();
    if (name !== 'Days') await expect(page).toHaveURL(new RegExp(`range=${address}`));
    if (name === 'Weeks') await chart.getByRole('button', { name: 'View as table' }).click();
    await expect(chart.getByRole('row')).toHaveCount(rows + 1);
    await expect(chart.getByRole('row').last().getByRole('cell').last()).not.toHaveText('0');
  }

  const hours = panel(page, 'Your hours').getByRole('table');
  await expect(hours.getByRole('row')).toHaveCount(8);
  await expect(hours.getByTitle(/, [1-9]\d* events?$/).first()).toBeVisible();
  const newcomers = panel(page, 'Who comes back').getByRole('row').nth(1).getByRole('cell').first();
  await expect(newcomers).not.toHaveText('0');
});

test('who has not signed in sees how many are active, and what it takes to act; the proof runs', async ({
  page,
}) => {
  await open(page, '/activity');
  await expect(page.getByRole('button', { name: 'Queue a job' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Erase my activity' })).toBeDisabled();
  await expect(panel(page, 'Your timeline').getByText('Needs a sign-in')).toBeVisible();
  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /Users of a week/ });
  await expect(row.getByRole('cell').nth(0)).toContainText('6');
  await expect(row.getByRole('cell').nth(1)).toContainText(/^2\s*holds/);
});
