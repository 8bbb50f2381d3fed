import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules that a theme can break and the structure of a page cannot. */
const colorRules = ['color-contrast', 'link-in-text-block'];

/** Waits until every panel of an open page shows what it read, in the colours of the theme and of none between. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('.skeleton').filter({ visible: true })).toHaveCount(0);
  await expect.poll(() => page.evaluate(transitions)).toBe(0);
}

function transitions(): number {
  return document.getAnimations().filter((each) => each instanceof CSSTransition).length;
}

/**
 * Expects axe to find nothing.
 *
 * @param rules 'colors' for a page whose structure was looked at in the other theme
 */
export async function expectAccessible(page: Page, rules: 'all' | 'colors' = 'all') {
  // Findings alone are worked out in full; and as no page has frames, no second page is needed to join their results.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
  const { violations } = await (
    rules === 'all' ? axe.withTags(tags) : axe.withRules(colorRules)
  ).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map((n) => n.target) }))).toEqual([]);
}
