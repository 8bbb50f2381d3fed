import { once } from 'node:events';
import { connect } from 'node:net';
import { friendIn, live, panel, say, texts } from './support/chat';
import { expect, test } from './support/test';
import { startTwoServers, type TwoServers } from './support/two-servers';

let app: TwoServers;
test.beforeAll(async () => {
  app = await startTwoServers();
});
test.afterAll(() => app.close());

test('two browsers on two servers chat; one loses its connection, and both end with the same list', async ({
  browser,
}) => {
  const run = Date.now();
  const [firstUrl, secondUrl] = app.urls;
  const page = await friendIn(browser, firstUrl, 'ada', 'help');
  const friend = await friendIn(browser, secondUrl, 'ben', 'help');
  await say(page, `hello ${run}`);
  await expect(friend.getByRole('log').getByText(`hello ${run}`)).toBeVisible();
  await friend.getByLabel(/^Message to/).pressSequentially('so');
  await expect(page.getByText('ben types…')).toBeVisible();

  const compare = panel(page, 'Drop my connection');
  await compare.getByRole('button', { name: 'Drop it for 10 s' }).click();
  await expect(page.getByRole('img', { name: 'Connection: dropped' })).toBeVisible();
  for (const n of [1, 2, 3]) {
    const data = { text: `meanwhile ${n} ${run}` };
    const sent = await friend.request.post('/api/chat/rooms/help/messages', { data });
    expect(sent.status()).toBe(200);
  }
  await expect(friend.getByRole('log').getByText(`meanwhile 3 ${run}`)).toBeVisible();
  // What it says itself must not make it pass over what was said before.
  await compare.getByRole('button', { name: 'Say something now' }).click();
  await expect(
    page
      .getByRole('log')
      .getByText(/^Said at/)
      .last(),
  ).toBeVisible();
  await expect(page.getByText(`meanwhile 1 ${run}`)).toHaveCount(0);

  const rows = compare.getByRole('row').filter({ hasText: `meanwhile` });
  await expect(rows).toHaveCount(3);
  for (const row of await rows.all()) {
    await expect(row.getByRole('cell').nth(2)).toHaveText('has it');
    await expect(row.getByRole('cell').nth(3)).toHaveText('not');
  }
  // Back, the plain subscriber gets what comes from now on.
  await live(page);
  await expect(compare.getByText(/has missed 4 of 4 messages/)).toBeVisible();
  await say(friend, `after ${run}`);
  const after = compare.getByRole('row').filter({ hasText: `after ${run}` });
  await expect(after.getByRole('cell').nth(3)).toHaveText('has it');
  await expect(friend.getByText('sending…')).toHaveCount(0);
  await expect.poll(() => texts(page)).toEqual(await texts(friend));

  // Its stream is open, and browsers keep a connection in reserve: both would hold the server up.
  const { hostname, port } = new URL(secondUrl);
  const reserve = connect(Number(port), hostname);
  await once(reserve, 'connect');
  expect(await app.stopSecond()).not.toBe(137);
  await expect(
    friend.getByRole('img', { name: /^Connection: (reconnecting|offline)/ }),
  ).toBeVisible();
  await Promise.all([page.context().close(), friend.context().close()]);
});
