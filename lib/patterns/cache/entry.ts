/** A value as it is stored, with what is known of it. */
export interface Entry {
  /** When it was stored, by the clock of Redis. */
  at: number;
  /** For so long it is fresh, then may be served stale, then only where a load fails; all in milliseconds. */
  ttlMs: number;
  staleMs: number;
  graceMs: number;
  /** The load that made it. */
  grant: string;
  loadMs: number;
  /** The encoded value; undefined where there is none, and this is known. */
  text: string | undefined;
}

/**
 * An entry as text: a line of times, a line with the versions of the tags that it was made under, then the value as
 * its codec wrote it. Lua reads the lines with two patterns, and the value is never quoted a second time.
 */
export function formatEntry(entry: Entry, stamp: string): string {
  const { at, ttlMs, staleMs, graceMs, grant, loadMs, text } = entry;
  const kind = text === undefined ? 'none' : 'value';
  const head = [at, ttlMs, staleMs, graceMs, grant, loadMs, kind].join(' ');
  return `${head}\n${stamp}\n${text ?? ''}`;
}

/** Reads what {@link formatEntry} wrote, with the versions of the tags. */
export function parseEntry(stored: string): { entry: Entry; stamp: string } {
  const headEnd = stored.indexOf('\n');
  const stampEnd = stored.indexOf('\n', headEnd + 1);
  const head = stored.slice(0, headEnd).split(' ');
  const [at, ttlMs, staleMs, graceMs] = head.map(Number) as [number, number, number, number];
  return {
    entry: {
      at,
      ttlMs,
      staleMs,
      graceMs,
      grant: head[4] as string,
      loadMs: Number(head[5]),
      text: head[6] === 'none' ? undefined : stored.slice(stampEnd + 1),
    },
    stamp: stored.slice(headEnd + 1, stampEnd),
  };
}

/** For how long an entry is kept in all. */
export const lifeOf = ({ ttlMs, staleMs, graceMs }: Pick<Entry, 'ttlMs' | 'staleMs' | 'graceMs'>) =>
  ttlMs + staleMs + graceMs;
