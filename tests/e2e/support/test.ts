import {
  expect,
  test as base,
  type BrowserContext,
  type Locator,
  type Page,
} from '@playwright/test';

/** Every browser test fails on what the page writes to the console as an error, and on errors it does not catch. */
export const test = base.extend<{ expectedConsole: RegExp[]; consoleIsClean: void }>({
  /** Messages that a test brings about on purpose, such as those of requests that fail in an outage. */
  expectedConsole: [[], { option: true }],
  consoleIsClean: [
    async ({ page, expectedConsole }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        const text = message.text();
        const isBad = message.type() === 'error' || message.type() === 'warning';
        if (isBad && !expectedConsole.some((expected) => expected.test(text))) errors.push(text);
      });
      await use();
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens a page and waits until it lives: a click before that is lost, as it is on any page made by a server. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByText(/^updated .* ago$/)).toBeVisible();
}

/** Runs the proof of an open page to its end. @returns its panel, with the figures of both sides */
export async function runProof(page: Page): Promise<Locator> {
  const proof = page.getByRole('region', { name: 'Proof' });
  await proof.getByRole('button', { name: 'Run the proof' }).click();
  await expect(proof.getByText('It holds.')).toBeVisible();
  return proof;
}

let admin: Awaited<ReturnType<BrowserContext['cookies']>> | undefined;

/** Signs a browser in as the sample admin: once, since attempts to sign in are limited. */
export async function signInAsAdmin(context: BrowserContext): Promise<void> {
  if (admin) return context.addCookies(admin);
  const answer = await context.request.post('/api/sessions', {
    data: { name: 'ada', password: 'sample-ada' },
  });
  expect(answer.status()).toBe(201);
  admin = await context.cookies();
}

export { expect };
