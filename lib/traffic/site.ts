/** The made-up shop whose visitors the generator plays: where they enter and where they go from there. */

/** A value, and how often it is drawn beside the others. */
export type Weighted<T> = readonly [value: T, weight: number];

export const entries: readonly Weighted<string>[] = [
  ['/', 50],
  ['/blog/rate-limits', 14],
  ['/pricing', 10],
  ['/docs', 9],
  ['/products/espresso', 7],
  ['/products/grinder', 4],
];

export const referrers: readonly Weighted<string>[] = [
  ['', 45],
  ['search.example', 30],
  ['news.example', 12],
  ['social.example', 9],
  ['partner.example', 4],
];

export const links: Readonly<Record<string, readonly Weighted<string>[]>> = {
  '/': [
    ['/products', 40],
    ['/pricing', 22],
    ['/docs', 14],
    ['/about', 5],
  ],
  '/products': [
    ['/products/espresso', 45],
    ['/products/grinder', 25],
    ['/products/kettle', 12],
    ['/', 8],
  ],
  '/products/espresso': [
    ['/cart', 30],
    ['/products/grinder', 25],
    ['/products', 20],
  ],
  '/products/grinder': [
    ['/cart', 25],
    ['/products/espresso', 30],
    ['/products', 20],
  ],
  '/products/kettle': [
    ['/cart', 15],
    ['/products', 40],
  ],
  '/cart': [
    ['/checkout', 55],
    ['/products', 25],
  ],
  '/pricing': [
    ['/signup', 30],
    ['/docs', 20],
    ['/', 15],
  ],
  '/docs': [
    ['/docs/quick-start', 50],
    ['/docs/api', 30],
  ],
  '/docs/quick-start': [['/docs/api', 40]],
  '/blog/rate-limits': [
    ['/docs', 25],
    ['/', 20],
    ['/pricing', 10],
  ],
};
