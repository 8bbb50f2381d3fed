import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect, open } from './test';

export const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
export const live = (page: Page) =>
  expect(page.getByRole('img', { name: 'Connection: live' })).toBeVisible();

const signedIn = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

/** A browser of somebody else's in a room; each signs in once, since attempts to sign in are limited. */
export async function friendIn(
  browser: Browser,
  baseURL: string | undefined,
  name: string,
  room: string,
) {
  const context = await browser.newContext({ ...(baseURL !== undefined && { baseURL }) });
  const who = `${name} of ${baseURL}`;
  const known = signedIn.get(who);
  if (known) await context.addCookies(known);
  else {
    const data = { name, password: `sample-${name}` };
    expect((await context.request.post('/api/sessions', { data })).status()).toBe(201);
    signedIn.set(who, await context.cookies());
  }
  const page = await context.newPage();
  await open(page, `/chat?room=${room}`);
  await live(page);
  return page;
}

export async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel(/^Message to/).fill(text);
  await page.getByLabel(/^Message to/).press('Enter');
}

export const texts = (page: Page) => page.getByRole('log').getByRole('listitem').allInnerTexts();
