import { expect, open, runProof, signInAsAdmin, test } from './support/test';

test.describe('the page of rate limits', () => {
  // The panel shows a refusal as browsers get it, which they write to the console; nobody else's limits are theirs.
  test.use({ expectedConsole: [/Failed to load resource: .* 4(01|29)/] });

  test('one burst shows where each algorithm stops, and the real 429', async ({ page }) => {
    await open(page, '/rate-limits');
    const outcomes = async (name: string) => {
      const image = page.getByRole('img', { name: new RegExp(`^${name}: `) });
      return (await image.getAttribute('aria-label'))!.match(/\d+/g)!.map(Number);
    };
    /** @returns how long it took, in milliseconds */
    const burst = async () => {
      const began = Date.now();
      await page.getByRole('button', { name: 'Send 15' }).click();
      for (const name of ['Fixed window', 'Sliding log', 'Token bucket'])
        await expect.poll(async () => (await outcomes(name)).reduce((sum, n) => sum + n)).toBe(15);
      return Date.now() - began;
    };
    let took = await burst();
    // One that outlasts its window of ten seconds has two of them. The next one finds both empty again.
    for (let tries = 0; took > 9_000 && tries < 5; tries++) {
      await page.waitForTimeout(10_500);
      took = await burst();
    }
    for (const name of ['Fixed window', 'Sliding log'])
      expect(await outcomes(name), name).toEqual([10, 5]);
    // A bucket gets one token back each second that the burst takes.
    const [allowed] = await outcomes('Token bucket');
    expect(allowed).toBeGreaterThanOrEqual(10);
    expect(allowed).toBeLessThanOrEqual(10 + Math.ceil(took / 1_000));

    await page.getByRole('button', { name: 'Ask once' }).click();
    const answer = page.getByLabel('Answer', { exact: true });
    await expect(answer).toContainText('HTTP 429');
    await expect(answer).toContainText('retry-after:');
    await expect(answer).toContainText('ratelimit: "demo-log";r=0');
    await expect(answer).toContainText('"code": "rate_limited"');
  });

  test('an admin blocks a caller, who is listed until the block is lifted', async ({
    page,
    context,
  }) => {
    await signInAsAdmin(context);
    await open(page, '/rate-limits');
    const panel = page.getByRole('region', { name: 'One caller' });
    await panel.getByLabel('Identifier').fill('demo-blocked');
    await panel.getByRole('button', { name: 'Block 10 min' }).click();
    await expect(panel.getByText('blocked', { exact: true })).toBeVisible();
    const list = page.getByRole('region', { name: 'Block list' });
    await list
      .getByRole('button', { name: 'Lift the block of demo-blocked in demo-log', exact: true })
      .click();
    await expect(list.getByText('demo-blocked')).toBeHidden();
    await panel.getByRole('button', { name: 'Look up' }).click();
    await expect(panel.getByText('may call', { exact: true })).toBeVisible();
  });

  test('what needs the role says so, and can be had at one click', async ({ page }) => {
    await open(page, '/rate-limits');
    const panel = page.getByRole('region', { name: 'One caller' });
    await expect(panel.getByText('Needs the role admin to change it')).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Override' })).toBeDisabled();
    await expect(page.getByText('Needs the role admin to see and lift blocks')).toBeVisible();
    await panel.getByRole('button', { name: 'Sign in as ada (admin)' }).click();
    await expect(panel.getByRole('button', { name: 'Override' })).toBeEnabled();
    await expect(panel.getByText('Needs the role admin')).toBeHidden();
  });

  test('every policy is listed with its limits and what it does while Redis is down', async ({
    page,
    request,
  }) => {
    await open(page, '/rate-limits');
    const answer = await request.get('/api/rate-limits');
    const { policies } = (await answer.json()) as {
      policies: { name: string; onRedisDown: 'allow' | 'refuse' }[];
    };
    const row = (name: string) =>
      page
        .getByRole('table', { name: 'Policies' })
        .getByRole('row')
        .filter({ has: page.getByText(name, { exact: true }) });
    for (const { name, onRedisDown } of policies)
      await expect(
        row(name).getByText(onRedisDown === 'allow' ? 'lets through' : 'refuses'),
      ).toBeVisible();
    await row('proof')
      .getByText(/^\d+ operations?$/)
      .click();
    await expect(row('proof').getByText('POST /api/proofs/{slug}')).toBeVisible();
  });

  test('the chart polls, and the proof runs', async ({ page, request }) => {
    await open(page, '/rate-limits');
    const allowed = page.locator('dl[aria-label="Decisions"] dd').first();
    await expect(allowed).toHaveText(/^[\d,]+/);
    const before = Number((await allowed.innerText()).replace(/\D.*$/s, ''));
    const check = { data: { identifier: `poll-${Date.now()}` } };
    for (let i = 0; i < 5; i++) await request.post('/api/rate-limits/demo-bucket/check', check);
    await expect
      .poll(async () => Number((await allowed.innerText()).replace(/,/g, '').replace(/\D.*$/s, '')))
      .toBeGreaterThanOrEqual(before + 5);

    const proof = await runProof(page);
    const row = proof.getByRole('row', { name: /Let through within one window/ });
    await expect(row.getByRole('cell').nth(0)).toContainText('breaks');
    await expect(row.getByRole('cell').nth(1)).toContainText('holds');
  });
});
