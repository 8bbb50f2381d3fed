import { millisecondsOf, parseDirectives, type Directives } from './directives';

/** What a request says of the answers that it takes (RFC 9111, 5.2.1). */
export interface Wish {
  /** Why the stored answer may not be used, whatever it is; undefined where it may. */
  forward: string | undefined;
  onlyIfCached: boolean;
  /** @param freshMs for how long it stays fresh, below 0 where it is not */
  accepts(ageMs: number, freshMs: number): boolean;
}

export function wishOf({ headers }: Request): Wish {
  const directives = parseDirectives(headers);
  return {
    forward: whyForwarded(headers, directives),
    onlyIfCached: directives.has('only-if-cached'),
    accepts(ageMs, freshMs) {
      const maxAge = millisecondsOf(directives, 'max-age');
      const minFresh = millisecondsOf(directives, 'min-fresh');
      if (maxAge !== undefined && ageMs > maxAge) return false;
      if (minFresh !== undefined && freshMs < minFresh) return false;
      if (freshMs >= 0) return true;
      const maxStale = directives.get('max-stale');
      // Who names an age wants no stale answer, unless they name a staleness too.
      if (maxStale === undefined) return maxAge === undefined && minFresh === undefined;
      return maxStale === '' || -freshMs <= (millisecondsOf(directives, 'max-stale') ?? 0);
    },
  };
}

function whyForwarded(headers: Headers, directives: Directives): string | undefined {
  for (const name of ['no-store', 'no-cache']) if (directives.has(name)) return name;
  // Only the origin may judge these (RFC 9111, 4.3.2).
  return ['if-match', 'if-unmodified-since'].find((name) => headers.has(name));
}
