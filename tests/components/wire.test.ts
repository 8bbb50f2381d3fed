import { describe, expect, it } from 'vitest';
import { decodeWire, encodeWire, wireHeader, type RoundTrip } from '@/lib/http/wire';
import { tripOf } from './support';

const maxBytes = 6 * 1024;
const times = <T>(n: number, of: (index: number) => T): T[] =>
  Array.from({ length: n }, (_, index) => of(index));
const command = (words: number, word = 'key'): string[] => ['DEL', ...times(words - 1, () => word)];

describe('encodeWire', () => {
  it.each<[string, RoundTrip[]]>([
    ['no trips', []],
    ['every field', [tripOf({ error: 'ERR no', shared: true, attempts: 3, billed: 9 })]],
    ['keys of other scripts', [tripOf({ commands: [['GET', '用户:é:🚀\u007f\u0000"\\']] })]],
    ['several trips', times(5, (index) => tripOf({ at: index, commands: [['GET', `k${index}`]] }))],
  ])('gives back what fits whole: %s', (_, trips) => {
    expect(decodeWire(encodeWire(trips))).toEqual({ trips, omitted: 0 });
  });

  it.each<[string, RoundTrip[], number]>([
    ['many trips', times(500, () => tripOf()), 20],
    ['many commands', [tripOf({ commands: times(1_000, () => ['GET', 'key']) })], 1],
    ['many arguments', [tripOf({ commands: times(24, () => command(65)) })], 1],
    ['long arguments', [tripOf({ commands: [command(65, 'k'.repeat(200))] })], 1],
    [
      'long keys that need escapes',
      [tripOf({ commands: times(4, () => command(65, '🚀'.repeat(100))) })],
      0,
    ],
    ['Latin letters and controls', [tripOf({ commands: [['GET', 'é\u007f\n']] })], 1],
    ['an endless error', [tripOf({ error: 'x'.repeat(maxBytes) })], 0],
  ])('is an ASCII header of at most 6 KiB: %s', (_, trips, least) => {
    const text = encodeWire(trips);
    expect(text.length).toBeLessThanOrEqual(maxBytes);
    expect(text).toMatch(/^[\x20-\x7e]*$/);
    expect(new Headers({ [wireHeader]: text }).get(wireHeader)).toBe(text);
    const wire = decodeWire(text)!;
    expect(wire.trips.length).toBeGreaterThanOrEqual(least);
    expect(wire.trips.length + wire.omitted).toBe(trips.length);
  });

  it('keeps the first trips, and as many as there is room for', () => {
    const trips = times(40, (index) => tripOf({ at: 1_700_000_000_000 + index }));
    const text = encodeWire(trips);
    const { trips: kept, omitted } = decodeWire(text)!;
    expect(kept).toEqual(trips.slice(0, kept.length));
    expect(omitted).toBe(40 - kept.length);
    expect(text.length + JSON.stringify(trips[0]).length).toBeGreaterThan(maxBytes);
  });

  it.each([
    [40, 40, undefined],
    [41, 40, '… 1 more'],
    [65, 40, '… 25 more'],
  ])('of a command of %i words shows %i', (words, shown, rest) => {
    const cut = decodeWire(encodeWire([tripOf({ commands: [command(words)] })]))!;
    const expected = command(shown);
    expect(cut.trips[0]?.commands).toEqual([rest === undefined ? expected : [...expected, rest]]);
  });

  it('shortens lists before it leaves out a trip', () => {
    const trips = times(8, () => tripOf({ commands: times(3, () => command(40, 'user:12345')) }));
    const wire = decodeWire(encodeWire(trips))!;
    expect(wire.omitted).toBe(0);
    expect(wire.trips[7]?.commands[2]).toEqual([...command(12, 'user:12345'), '… 28 more']);
  });

  it.each([
    [24, 24, []],
    [25, 24, [['… 1 more']]],
    [100, 24, [['… 76 more']]],
  ])('of %i commands of a trip shows %i', (commands, shown, rest) => {
    const get = ['GET', 'k'];
    const cut = decodeWire(encodeWire([tripOf({ commands: times(commands, () => get) })]))!;
    expect(cut.trips[0]?.commands).toEqual([...times(shown, () => get), ...rest]);
  });

  it('cuts an argument above 120 characters', () => {
    const commands = [['MGET', 'k'.repeat(120), 'k'.repeat(121)]];
    const cut = decodeWire(encodeWire([tripOf({ commands })]))!;
    expect(cut.trips[0]?.commands).toEqual([['MGET', 'k'.repeat(120), `${'k'.repeat(120)}…`]]);
  });
});

describe('decodeWire', () => {
  it('knows a server that keeps its trips to itself', () => {
    expect(decodeWire(null)).toBeUndefined();
  });
});
