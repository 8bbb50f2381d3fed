import { describe, expect, test } from 'vitest';
import { generateTraffic, type GeneratedView } from '@/lib/traffic';

describe('the traffic generator', () => {
  test('ends at its bound, counting what failed, and labels every view', async () => {
    const views: GeneratedView[] = [];
    const result = await generateTraffic({
      visitsPerMinute: 60_000,
      maxViews: 60,
      send: async (view) => {
        views.push(view);
        if (views.length % 5 === 0) throw new Error('lost');
      },
    });
    expect(views).toHaveLength(60);
    expect(result).toMatchObject({ sent: 48, failed: 12 });
    expect(views.every(({ generated }) => generated)).toBe(true);
    expect(new Set(views.map(({ visitorId }) => visitorId)).size).toBeGreaterThan(10);
    expect(new Set(views.map(({ path }) => path)).size).toBeGreaterThan(2);
  });

  test('stops at once, after the answers that are on their way', async () => {
    const stop = new AbortController();
    let asked = 0;
    let answered = 0;
    const done = generateTraffic({
      visitsPerMinute: 600,
      maxViews: 1_000,
      signal: stop.signal,
      send: async () => {
        asked++;
        await new Promise((resolve) => setTimeout(resolve, 30));
        answered++;
      },
      onProgress: ({ sent }) => sent >= 3 && stop.abort(),
    });
    const result = await done;
    expect(answered).toBe(asked);
    expect(result.sent).toBe(asked);
    expect(result.sent).toBeLessThan(20);
  });
});
