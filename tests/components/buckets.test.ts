import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { rangeNames, spanLabel, zoomInto } from '@/components/analytics/buckets';
import { ranges } from '@/lib/patterns/analytics/contract';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2024, 4, 20, 12, 34);

describe('zoomInto', () => {
  it.each([
    ['a day', now - 3 * day, day, '30d'],
    ['a day long ago', now - 29 * day, day, '30d'],
    ['an hour', now - 2 * hour, hour, '24h'],
    ['an hour of which minutes are just kept', now - day + 1, hour, '24h'],
    ['an hour of which minutes are no longer kept', now - day, hour, undefined],
    ['an hour of another day', now - 3 * day, hour, undefined],
    ['a minute', now - minute, minute, undefined],
  ])('%s', (_, at, bucketMs, range) => {
    expect(zoomInto(at, bucketMs, now)).toEqual(range && { range, at });
  });
});

describe('bucketLabel', () => {
  beforeEach(() => vi.resetModules());
  afterEach(() => vi.unstubAllEnvs());

  const late = Date.UTC(2024, 4, 20, 23, 30);
  it.each([
    ['UTC', minute, '23:30'],
    ['UTC', hour, '23:30'],
    ['UTC', day, '20 May'],
    ['Asia/Tokyo', hour, '08:30'],
    ['Asia/Tokyo', day, '20 May'],
    ['America/New_York', minute, '19:30'],
    ['America/New_York', day, '20 May'],
  ])('in %s a bucket of %i ms: %s', async (zone, bucketMs, label) => {
    vi.stubEnv('TZ', zone);
    // Formats take up the reader's zone when their module is loaded.
    const { bucketLabel } = await import('@/components/analytics/buckets');
    expect(bucketLabel(bucketMs)(late)).toBe(label);
  });
});

describe('the names of ranges', () => {
  it.each([
    ['30m', 'last 30 minutes', '30 min', 'one hour'],
    ['24h', 'last 24 hours', '24 h', 'one hour'],
    ['30d', 'last 30 days', '30 d', 'one day'],
  ] as const)('%s', (range, name, span, zoomed) => {
    expect(rangeNames[range]).toBe(name);
    expect(spanLabel(range, false)).toBe(span);
    expect(spanLabel(range, true)).toBe(zoomed);
  });

  it('are there for every range of the API', () => {
    expect(Object.keys(rangeNames)).toEqual([...ranges]);
  });
});
