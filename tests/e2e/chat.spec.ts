import { friendIn, live, panel, say } from './support/chat';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

test.beforeEach(({ context }) => signInAsAdmin(context));

test.describe('without an answer', () => {
  test.use({ expectedConsole: [/Failed to load resource/] });

  test('a message is shown at once, sent again as the same, and stands once', async ({ page }) => {
    await open(page, '/chat?room=quiet');
    await live(page);
    const text = `once ${Date.now()}`;
    // Redis has it, and the answer is lost: the worst moment.
    let lost = 0;
    await page.route('**/api/chat/rooms/quiet/messages', async (route) => {
      if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
      lost++;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await say(page, text);
    await expect(page.getByRole('log').getByText(text)).toHaveCount(1);
    // It is shown before it is sent, so the room may have it a little later.
    await expect
      .poll(async () => {
        const answer = await page.request.get('/api/chat/rooms/quiet/messages?limit=200');
        const { entries } = (await answer.json()) as { entries: { text?: string }[] };
        return entries.filter((entry) => entry.text === text).length;
      })
      .toBe(1);
    expect(lost).toBe(1);
  });

  test('messages are polled for where no stream can be had', async ({ page, browser, baseURL }) => {
    await page.route('**/api/chat/rooms/quiet/stream*', (route) => route.abort());
    await open(page, '/chat?room=quiet');
    await expect(page.getByRole('img', { name: 'Connection: polling' })).toBeVisible();
    const friend = await friendIn(browser, baseURL, 'ben', 'quiet');
    const text = `polled ${Date.now()}`;
    await say(friend, text);
    await expect(page.getByRole('log').getByText(text)).toBeVisible();
    await friend.context().close();
  });
});

test('an admin takes a message out and it goes everywhere; the proof runs', async ({
  page,
  browser,
  baseURL,
}) => {
  await open(page, '/chat');
  await live(page);
  const friend = await friendIn(browser, baseURL, 'ben', 'lobby');
  const text = `rude ${Date.now()}`;
  await say(friend, text);
  const log = page.getByRole('log');
  await log
    .getByRole('listitem')
    .filter({ hasText: text })
    .getByRole('button', { name: /^What to do/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take it out' }).click();
  await expect(log.getByText(text)).toHaveCount(0);
  await expect(friend.getByRole('log').getByText(text)).toHaveCount(0);
  await expect(friend.getByText('ada took out a message of ben').last()).toBeVisible();
  await expect(panel(page, 'Here now').getByText('ben')).toBeVisible();
  await friend.context().close();

  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /said while it was away, those it has/ });
  await expect(row.getByRole('cell').nth(0)).toContainText(/^0\s*breaks/);
  await expect(row.getByRole('cell').nth(1)).toContainText(/^6\s*holds/);
});
