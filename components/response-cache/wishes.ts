/** What a request may say of the answers that it takes. */
export const wishes = {
  any: { label: 'Any stored answer', headers: {} },
  validator: { label: 'I have it: If-None-Match', headers: {} },
  'max-age': { label: 'At most 5 s old', headers: { 'cache-control': 'max-age=5' } },
  'no-cache': { label: 'Nothing stored: no-cache', headers: { 'cache-control': 'no-cache' } },
  'only-if-cached': {
    label: 'Only if stored',
    headers: { 'cache-control': 'only-if-cached, max-stale' },
  },
} satisfies Record<string, { label: string; headers: Record<string, string> }>;

export type Wish = keyof typeof wishes;

export const wishNames = Object.keys(wishes) as Wish[];
