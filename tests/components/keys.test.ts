import { describe, expect, test } from 'vitest';
import type { Summary } from '@/components/scan/api';
import { shownName } from '@/components/scan/key-line';
import { estimatedBytes, mergeSummaries } from '@/components/scan/merge';
import { hexDump } from '@/components/scan/hex-dump';

const tally = (keys: number, sampled: number, memoryBytes: number) => ({
  keys,
  sampled,
  memoryBytes,
});
const part = (figures: Partial<Summary>): Summary => ({
  ...tally(0, 0, 0),
  examined: 0,
  total: 0,
  prefixes: [],
  types: {},
  expiries: { minute: 0, hour: 0, day: 0, later: 0, never: 0 },
  next: null,
  ...figures,
});

describe('summaries of two calls', () => {
  const one = part({
    ...tally(10, 2, 200),
    examined: 1_000,
    prefixes: [
      { prefix: 'a:', parent: null, ...tally(7, 1, 90) },
      { prefix: 'b:', parent: null, ...tally(3, 1, 110) },
    ],
    types: { string: 2 },
    next: '5.1000.10',
  });
  const two = part({
    ...tally(20, 3, 300),
    examined: 2_000,
    prefixes: [
      { prefix: 'b:', parent: null, ...tally(15, 2, 250) },
      { prefix: 'c:', parent: null, ...tally(5, 1, 50) },
    ],
    types: { string: 1, hash: 2 },
  });

  test('are added up; where it stands is where the second stopped', () => {
    expect(mergeSummaries(one, two)).toMatchObject({
      ...tally(30, 5, 500),
      examined: 2_000,
      next: null,
      types: { string: 3, hash: 2 },
      prefixes: [
        { prefix: 'b:', ...tally(18, 3, 360) },
        { prefix: 'a:', ...tally(7, 1, 90) },
        { prefix: 'c:', ...tally(5, 1, 50) },
      ],
    });
    expect(mergeSummaries(undefined, one)).toBe(one);
  });

  test('memory is that of the sample, for all; of none nothing is known', () => {
    expect(estimatedBytes(tally(18, 3, 360))).toBe(2_160);
    expect(estimatedBytes(tally(18, 0, 0))).toBeUndefined();
  });
});

test.each([
  ['plain', 'plain'],
  ['', '(empty name)'],
  ['a\nb', 'a␊b'],
  ['n\0l\x7f', 'n␀l␡'],
  // What would turn the line around, or not be there to see, as in a name that is made to look like another.
  ['a\u202eb\u200bc\u0085\u2028', 'a‹202E›b‹200B›c‹0085›‹2028›'],
  ['{t}:鍵', '{t}:鍵'],
])('the name %j is shown as %s', (name, shown) => expect(shownName(name)).toBe(shown));

test('bytes are shown sixteen a line, with what of them is text', () => {
  const bytes = [72, 89, 76, 76, 0, 255, ...Array<number>(12).fill(46)];
  expect(hexDump(bytes, 256)).toBe(
    [
      '00000100  48 59 4c 4c 00 ff 2e 2e 2e 2e 2e 2e 2e 2e 2e 2e  HYLL............',
      `00000110  2e 2e${' '.repeat(42)}  ..`,
    ].join('\n'),
  );
});
