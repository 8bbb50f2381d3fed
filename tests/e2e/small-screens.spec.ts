import { catalogue } from '../../lib/catalogue';
import { settled } from './support/axe';
import { expect, open, test } from './support/test';
import { sendLongNames } from './support/views';

test.beforeAll(({ request }) => sendLongNames(request));

for (const path of ['/', ...catalogue.map(({ page }) => page)]) {
  test(`${path} is usable at 360 px: nothing is cut off, and all navigation is there`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await open(page, path);
    await settled(page);
    const { inner, scroll } = await page.evaluate(() => ({
      inner: window.innerWidth,
      scroll: document.documentElement.scrollWidth,
    }));
    expect(scroll).toBeLessThanOrEqual(inner);
    await page.getByRole('button', { name: /menu|navigation/i }).click();
    for (const { title } of catalogue)
      await expect(page.getByRole('link', { name: title }).last()).toBeVisible();
  });
}
