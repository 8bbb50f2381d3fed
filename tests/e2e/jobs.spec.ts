import type { Locator, Page } from '@playwright/test';
import { expect, open, runProof, signInAsAdmin, test } from './support/test';

test.beforeEach(({ context }) => signInAsAdmin(context));

const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** A figure of the page, as a number. */
async function figure(page: Page, name: string): Promise<number> {
  const text = await page
    .locator('dl[aria-label="Jobs by state"] > div', {
      has: page.getByText(name, { exact: true }),
    })
    .locator('dd > span')
    .first()
    .innerText();
  return Number(text.replace(/,/g, ''));
}

async function choose(within: Locator, name: string, option: string): Promise<void> {
  await within.getByRole('combobox', { name }).click();
  await within.page().getByRole('option', { name: option, exact: true }).click();
}

/** Deletes whatever other tests left in the demo queue. */
async function empty(page: Page): Promise<void> {
  for (const state of ['waiting', 'active', 'delayed', 'done', 'dead']) {
    for (;;) {
      const answer = await page.request.get(`/api/queues/demo/jobs?state=${state}&limit=100`);
      const { jobs } = (await answer.json()) as { jobs: { id: string }[] };
      if (jobs.length === 0) break;
      const data = { action: 'delete', ids: jobs.map(({ id }) => id) };
      expect((await page.request.post('/api/queues/demo/edits', { data })).ok()).toBe(true);
    }
  }
}

test('work is added, done and counted; what is refused for good is a dead letter', async ({
  page,
}) => {
  await empty(page);
  await open(page, '/jobs');
  await expect.poll(() => figure(page, 'Waiting')).toBe(0);
  const add = panel(page, 'Add work');
  await choose(add, 'Work', 'Build a report');
  await add.getByLabel('Id, if you have one').fill('report-once');
  await add.getByRole('button', { name: 'Add 1', exact: true }).click();
  await expect(add.getByText('1 job added')).toBeVisible();
  await add.getByRole('button', { name: 'Add 1', exact: true }).click();
  await expect(add.getByText('report-once is there already: still one job')).toBeVisible();
  await expect.poll(() => figure(page, 'Waiting')).toBe(1);

  // A webhook that every delivery is refused, tried once: a dead letter at once.
  const dead = { name: 'webhook', id: 'dead-end', attempts: 1, data: { event: 'x', failures: 20 } };
  expect((await page.request.post('/api/queues/demo/jobs', { data: dead })).status()).toBe(201);
  const work = panel(page, 'Work on it');
  await work.getByRole('button', { name: 'Work for 5 s' }).click();
  await expect(work.getByText('nothing more is scheduled.')).toBeVisible();
  await expect.poll(() => figure(page, 'Done')).toBe(1);
  await expect.poll(() => figure(page, 'Dead')).toBe(1);
  const bars = panel(page, 'Throughput').locator('.recharts-bar-rectangle:visible');
  await expect(bars.first()).toBeVisible();

  const jobs = panel(page, 'Jobs');
  await jobs.getByRole('radio', { name: 'Done' }).click();
  await jobs.getByRole('button', { name: 'report-once' }).click();
  const job = panel(page, 'Job report-once');
  await expect(job.getByLabel('Events')).toContainText('claimed by drain');
  await expect(job.getByLabel('Result', { exact: true }).last()).toContainText('"revenueCents"');

  await jobs.getByRole('radio', { name: 'Dead' }).click();
  await jobs.getByLabel('Search by id or name').fill('DEAD');
  await jobs.getByRole('checkbox', { name: 'Pick webhook dead-end' }).check();
  await jobs.getByRole('button', { name: 'Try 1 again' }).click();
  await expect.poll(() => figure(page, 'Dead')).toBe(0);
  await expect.poll(() => figure(page, 'Waiting')).toBe(1);
});

test('a held queue gives nothing; what is delayed is promoted, and deleted by name', async ({
  page,
}) => {
  await empty(page);
  await open(page, '/jobs?state=delayed');
  const add = panel(page, 'Add work');
  await choose(add, 'Delay', 'in 60 s');
  await add.getByRole('button', { name: 'Add 20' }).click();
  await expect.poll(() => figure(page, 'Delayed')).toBe(20);
  const work = panel(page, 'Work on it');
  await work.getByRole('button', { name: 'Hold it' }).click();
  await expect(page.getByText('paused: nobody may claim')).toBeVisible();

  const jobs = panel(page, 'Jobs');
  await expect(jobs.getByRole('checkbox')).toHaveCount(20);
  await jobs.getByRole('checkbox').first().check();
  await jobs.getByRole('button', { name: 'Promote 1' }).click();
  await expect.poll(() => figure(page, 'Waiting')).toBe(1);
  await work.getByRole('button', { name: 'Work for 5 s' }).click();
  await expect(work.getByLabel('What was done')).toContainText('0');
  expect(await figure(page, 'Waiting')).toBe(1);
  await work.getByRole('button', { name: 'Let it go on' }).click();
  await expect(work.getByRole('button', { name: 'Hold it' })).toBeVisible();

  await expect(jobs.getByRole('checkbox')).toHaveCount(19);
  await jobs.getByRole('button', { name: 'Pick the page' }).click();
  await jobs.getByRole('button', { name: 'Delete 19…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete jobs' });
  const confirm = dialog.getByRole('button', { name: 'Delete 19 jobs' });
  await expect(confirm).toBeDisabled();
  await dialog.getByLabel('To confirm, type demo').fill('demo');
  await confirm.click();
  await expect.poll(() => figure(page, 'Delayed')).toBe(0);
});

test("a killed worker's job is taken over, and who comes back late is refused", async ({
  page,
}) => {
  await empty(page);
  await open(page, '/jobs');
  const kill = panel(page, 'Kill the worker');
  await kill.getByRole('button', { name: 'Claim a job and vanish' }).click();
  await expect(kill.getByText('claimed', { exact: true })).toBeVisible();
  await expect(kill.getByText('taken over', { exact: true })).toBeVisible();
  await kill.getByRole('button', { name: /doomed comes back/ }).click();
  await expect(kill.getByText('stale', { exact: true })).toBeVisible();
  await kill.getByRole('button', { name: /heir/ }).click();
  await expect(kill.getByText('done', { exact: true })).toBeVisible();
  await expect.poll(() => figure(page, 'Done')).toBe(1);
});

test('the proof runs on the page', async ({ page }) => {
  await open(page, '/jobs');
  const proof = await runProof(page);
  const row = proof.getByRole('row', { name: /Jobs that nobody did/ });
  await expect(row.getByRole('cell').nth(0)).toContainText(/^3\s*breaks/);
  await expect(row.getByRole('cell').nth(1)).toContainText(/^0\s*holds/);
});
