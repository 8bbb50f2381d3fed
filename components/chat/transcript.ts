import type { Entry, Gap } from './api';

/** Adds entries to a list that is in the order of the stream: each once, wherever it belongs. */
export function merged(list: readonly Entry[], more: readonly Entry[]): Entry[] {
  const known = new Set(list.map(({ id }) => id));
  const fresh = more.filter(({ id }) => !known.has(id) && known.add(id));
  return fresh.length === 0 ? [...list] : [...list, ...fresh].sort(byId);
}

/** The messages that are left, each redaction as a line of its own, and what is known to be lost. */
export function lines(entries: readonly Entry[], gaps: readonly Gap[]): (Entry | GapLine)[] {
  const gone = new Set(entries.flatMap((entry) => ('redacts' in entry ? [entry.redacts] : [])));
  const shown: (Entry | GapLine)[] = entries.filter(({ id }) => !gone.has(id));
  for (const gap of gaps) {
    const at = shown.findIndex((line) => byId({ id: gap.upTo }, line) < 0);
    shown.splice(at < 0 ? shown.length : at, 0, { kind: 'gap', id: gap.upTo });
  }
  return shown;
}

/** Stands where entries were trimmed away unread. */
interface GapLine {
  kind: 'gap';
  id: string;
}

export type Line = Entry | GapLine;

/** True where one id stands after another in the stream. */
export const isLater = (id: string, other: string): boolean => byId({ id }, { id: other }) > 0;

/** Ids are milliseconds and a number among those: neither sorts as text. */
function byId(a: { id: string }, b: { id: string }): number {
  const [msA, seqA] = a.id.split('-').map(Number) as [number, number];
  const [msB, seqB] = b.id.split('-').map(Number) as [number, number];
  return msA - msB || seqA - seqB;
}
