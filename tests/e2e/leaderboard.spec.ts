import type { APIRequestContext, Browser, Page } from '@playwright/test';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

const panel = (page: Page, name: string | RegExp) => page.getByRole('region', { name });
const rows = (page: Page) => panel(page, 'Board').getByRole('table').getByRole('row');

/** The API as an admin calls it, who may count a score without a game. */
async function asAdmin(browser: Browser, baseURL: string | undefined) {
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL });
  await signInAsAdmin(context);
  return context;
}
async function score(api: APIRequestContext, board: string, member: string, points: number) {
  const answer = await api.post(`/api/leaderboards/${board}/scores`, {
    data: { member, score: points },
  });
  expect(answer.status()).toBe(200);
}

test('a game without an account, by the keyboard; the rank moves without a reload when another passes', async ({
  page,
  browser,
  baseURL,
}) => {
  await open(page, '/leaderboard?top=100');
  const game = panel(page, 'Stop at five seconds');
  const ranks = game.getByRole('list', { name: 'Your ranks' }).getByRole('listitem');
  await game.getByRole('button', { name: 'Start' }).focus();
  // Whoever stops a second too late has no point and no rank: a slow machine plays again.
  await expect(async () => {
    await page.keyboard.press('Enter');
    await expect(game.getByRole('button', { name: 'Stop' })).toBeFocused();
    // The game is to wait five seconds: the server takes no score of a shorter one.
    const started = await page.evaluate(() => performance.now());
    await page.waitForFunction((from) => performance.now() - from > 4_800, started);
    await page.keyboard.press('Enter');
    await expect(game.getByRole('button', { name: 'Play again' })).toBeFocused();
    await expect(game.getByText(/^[1-9]\d* points$/)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(ranks).toHaveCount(3);

  const rank = page.locator('dl[aria-label="How you stand"] dd').first();
  await expect(rank).toHaveText(/^\d+/);
  const before = Number.parseInt(await rank.innerText());
  const own = rows(page).filter({ has: page.getByText('you', { exact: true }) });
  await expect(own).toContainText(/guest~/);
  await panel(page, 'Board').getByRole('button', { name: 'Mark as seen' }).click();

  const admin = await asAdmin(browser, baseURL);
  await score(admin.request, 'five-seconds', `passes-${Date.now()}`, 2_000);
  await expect.poll(async () => Number.parseInt(await rank.innerText())).toBe(before + 1);
  await expect(own).toContainText('down 1 place');
  await panel(page, 'Board').getByRole('button', { name: 'Mark as seen' }).click();
  await expect(own).not.toContainText('down');

  await panel(page, 'Scores').getByRole('button', { name: 'View as table' }).click();
  await expect(panel(page, 'Scores').getByRole('row').nth(1)).toBeVisible();
  await admin.close();
});

test('ties, pages by rank, search and friends', async ({ page, browser, baseURL }) => {
  const admin = await asAdmin(browser, baseURL);
  const board = 'five-seconds-latest';
  // Ascending, so each comes in above the one before; the last two of the 25 tie.
  for (let index = 1; index <= 25; index++)
    await score(admin.request, board, `m-${index}`, 10_000 + 100 * Math.min(index, 24));
  await admin.close();

  await open(page, `/leaderboard?board=${board}&range=week`);
  await expect(rows(page).nth(1)).toContainText('m-24');
  await expect(rows(page).nth(1).getByRole('cell').first()).toHaveText('1');
  await expect(rows(page).nth(2)).toContainText('m-25');
  await expect(rows(page).nth(2).getByRole('cell').first()).toHaveText('1');
  await expect(rows(page).nth(3).getByRole('cell').first()).toHaveText('3');

  await panel(page, 'Board').getByRole('button', { name: 'Lines below' }).click();
  await expect(rows(page).nth(1)).toContainText('m-15');
  await page.getByLabel('Go to place').fill('25');
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await expect(rows(page).nth(1)).toContainText('m-1');
  await expect(page).toHaveURL(/offset=24/);

  await page.getByLabel('Name, or its beginning').fill('m-1');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  const found = page.getByRole('list', { name: 'Found' }).getByRole('button');
  await expect(found.first()).toContainText('m-1#25');
  await found.nth(3).click();
  const around = panel(page, 'Around m-12');
  await expect(around.getByRole('listitem')).toHaveText([
    /11m-15/,
    /12m-14/,
    /13m-13/,
    /14m-12/,
    /15m-11/,
    /16m-10/,
    /17m-9/,
  ]);

  const friends = panel(page, 'Friends');
  for (const name of ['m-3', 'nobody', 'm-20']) {
    await friends.getByLabel('Name of a friend').fill(name);
    await friends.getByRole('button', { name: 'Add' }).click();
  }
  await expect(friends.getByRole('row')).toContainText([/Member/, /m-20/, /m-3/, /nobody/]);
});

test('the proof runs on the page', async ({ page }) => {
  await open(page, '/leaderboard');
  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /Of the best ten/ });
  await expect(row.getByRole('cell').nth(0)).toContainText(/^0/);
  await expect(row.getByRole('cell').nth(1)).toContainText(/^10\s*holds/);
});
