import type { CacheReading } from '../cache/api';

/** What `Cache-Status`, `Age` and the clock of this page say of an answer, in the words that all cache pages use. */
export function readingOf(headers: Headers, tookMs: number): CacheReading | undefined {
  const [, ...parameters] = (headers.get('cache-status') ?? '').split(/;\s*/);
  if (parameters.length === 0) return undefined;
  const values = new Map(
    parameters.map((each) => {
      const [name = '', value = ''] = each.split('=');
      return [name, value.replaceAll('"', '')] as const;
    }),
  );
  const ttl = Number(values.get('ttl') ?? 0);
  return {
    status: statusOf(values, ttl),
    reason: values.get('detail') ?? 'fresh',
    ageMs: Number(headers.get('age') ?? 0) * 1_000,
    expiresInMs: Math.max(0, ttl * 1_000),
    tookMs,
    ...(values.has('stored') && { stored: 'stored' }),
  };
}

function statusOf(values: ReadonlyMap<string, string>, ttl: number): CacheReading['status'] {
  const [detail, fwd] = [values.get('detail') ?? '', values.get('fwd')];
  if (['load_failed', 'failed_lately', 'waited_too_long'].includes(detail)) return 'stale-if-error';
  if (values.has('hit')) return ttl < 0 || detail.startsWith('refresh') ? 'stale' : 'hit';
  if (values.has('collapsed')) return 'waited';
  return fwd === 'miss' || fwd === 'stale' ? 'miss' : 'bypass';
}

/** Reasons as they are of this cache; the others are those of all caches. */
export const reasons: Readonly<Record<string, string>> = {
  fresh: 'It is stored, and neither its time is over nor was it purged.',
  absent: 'Nothing is stored for this URL in this language, so the origin was asked.',
  expired: 'What was stored is older than it may be served, so the origin was asked.',
  invalidated: 'What was stored has been purged since, so the origin was asked.',
  'no-cache': 'The request wants no stored answer: it went past the cache, and stored nothing.',
  'too-old': 'What is stored is older than the request takes: it went past the cache.',
  'only-if-cached': 'The request takes only what is stored, and nothing is.',
  private: 'The answer says that it is for one person alone.',
  'no-lifetime': 'The answer does not say for how long it may be served.',
  'no-store': 'The answer says that it may not be stored.',
  status: 'Answers with this status are not stored.',
};
