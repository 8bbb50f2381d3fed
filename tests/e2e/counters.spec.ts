import type { Locator, Page } from '@playwright/test';
import { guestName } from '../../lib/patterns/leaderboard/guest';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

test.beforeEach(({ context }) => signInAsAdmin(context));

/** The figure under a name in a panel, as a number. */
async function figure(panel: Locator, name: string): Promise<number> {
  const text = await panel
    .locator('dl > div', { has: panel.page().getByText(name, { exact: true }) })
    .locator('dd > span')
    .first()
    .textContent();
  return Number(text?.replace(/[^\d-]/g, '') || Number.NaN);
}

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('a killed tab leaves INCR too high for ever, and the heartbeats within the time to live', async ({
  page,
}) => {
  await open(page, '/counters');
  const who = panel(page, 'Who is here');
  const naive = () => figure(who, 'INCR and DECR');
  const here = () => figure(who, 'Heartbeats');
  await expect.poll(naive).not.toBeNaN();
  const reset = who.getByRole('button', { name: 'Reset the INCR and DECR counter' });
  if (await reset.isEnabled()) await reset.click();
  await expect.poll(naive).toBe(0);

  for (const user of ['ann', 'ann', 'ben'])
    await who.getByRole('button', { name: `Open a tab of ${user}` }).click();
  await expect.poll(naive).toBe(3);
  await expect.poll(here).toBe(2);

  await who.getByRole('button', { name: 'Kill tab 3 of ben' }).click();
  await who.getByRole('button', { name: 'Close tab 1 of ann' }).click();
  // Ann has another tab, and Ben is gone when his heartbeat is as old as the TTL of 6 s.
  await expect.poll(here).toBe(1);
  await expect(who.getByText('ann', { exact: true }).first()).toBeVisible();
  expect(await naive()).toBe(2);

  await who.getByRole('button', { name: 'Close tab 2 of ann' }).click();
  await expect.poll(naive).toBe(1);
  await reset.click();
  await expect.poll(naive).toBe(0);
});

test('fifty buyers at once get twenty items, and DECR sells thirty that are not there', async ({
  page,
}) => {
  await open(page, '/counters');
  const stock = panel(page, 'The last items');
  await expect.poll(() => figure(stock, 'By DECR')).not.toBeNaN();
  await stock.getByRole('button', { name: 'Restock to 20' }).click();
  await expect.poll(() => figure(stock, 'With a floor of 0')).toBe(20);
  await expect.poll(() => figure(stock, 'By DECR')).toBe(20);
  await stock.getByRole('button', { name: /Rush/ }).click();
  await expect(stock.getByText('With the floor: 20 sold, 30 told that it is gone')).toBeVisible();
  await expect.poll(() => figure(stock, 'With a floor of 0')).toBe(0);
  await expect.poll(() => figure(stock, 'By DECR')).toBe(-30);

  const rates = panel(page, 'Changes by minute');
  // A minute that has just begun has no bar to see yet.
  const bars = rates.locator('.recharts-bar-rectangle').filter({ visible: true });
  await expect(bars.first()).toBeVisible();
  await rates.getByRole('button', { name: 'View as table' }).click();
  await expect(rates.getByRole('row')).toHaveCount(31);
});

test('a tab in view is a visitor, two tabs are one, and closing them ends the visit', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL });
  const [one, other] = [await context.newPage(), await context.newPage()];
  await one.goto('/counters');
  const stored = await one.waitForFunction(() => localStorage.getItem('visitor-id'));
  // Names on the list are digests, by which nobody can say goodbye for another.
  const own = await guestName(JSON.parse((await stored.jsonValue())!) as string);
  /** Until when each is here, if nothing more comes of them. */
  const stays = async () => {
    const answer = await context.request.get('/api/presence?limit=100');
    const { users } = (await answer.json()) as { users: { user: string; goneAt: number }[] };
    return users.filter(({ user }) => own === user).map(({ goneAt }) => goneAt);
  };
  await expect.poll(stays).toEqual([expect.any(Number)]);
  await other.goto('/counters');
  await expect(other.getByText('Visitors now').first()).toBeVisible();
  // Two tabs of one browser are one visitor, and each beat is good for 45 s.
  const [before, ...others] = await stays();
  expect(before).toBeGreaterThan(Date.now() + 22_500);
  expect(others).toEqual([]);

  // A beat only ever lengthens the stay. A goodbye leaves half of the 45 s to another tab's next beat.
  await one.goto('about:blank');
  await other.goto('about:blank');
  await expect
    .poll(
      async () => {
        const [stay = before!, ...rest] = await stays();
        return stay < before! && rest.length === 0 && stay <= Date.now() + 22_500;
      },
      { intervals: [50] },
    )
    .toBe(true);
  await context.close();
});

test('the proof runs on the page', async ({ page }) => {
  await open(page, '/counters');
  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /Items left after the rush/ });
  await expect(row.getByRole('cell').nth(0)).toContainText('-15');
  await expect(row.getByRole('cell').nth(1)).toContainText(/^0\s*holds/);
});
