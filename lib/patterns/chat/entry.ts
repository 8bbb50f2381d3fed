import { beginning, type Entry, type Gap } from './contract-entries';

/** An entry as XRANGE gives it: its id, then names and values in turn. */
export type RawEntry = [id: string, fields: string[]];

/** What is rung on the channel: a new entry whole, or that somebody types. */
export type Ring = Omit<Entry, 'at'> | { kind: 'typing'; user: string };

export function entryOf([id, fields]: RawEntry): Entry {
  const values: Record<string, string> = {};
  for (let i = 0; i < fields.length; i += 2) values[fields[i]!] = fields[i + 1]!;
  const kind = 'redacts' in values ? 'redaction' : 'message';
  return { kind, id, ...values, at: timeOf(id) } as Entry;
}

/** When Redis took an entry, in epoch milliseconds. */
export function timeOf(id: string): number {
  return Number(id.slice(0, id.indexOf('-')));
}

/** True where the entry `a` stands after `b` in the stream. */
export function isAfter(a: string, b: string): boolean {
  const [msA, seqA] = parts(a);
  const [msB, seqB] = parts(b);
  return msA === msB ? seqA > seqB : msA > msB;
}

/** Where a reader stands after a gap: at the beginning, where the stream was begun anew and all of it follows. */
export function placeAfter({ after, upTo }: Gap): string {
  return after === upTo ? beginning : upTo;
}

/** The greatest id below this one: XREAD tells what comes after an id, and so begins with this one itself. */
export function justBefore(id: string): string {
  const [ms, seq] = parts(id);
  if (seq > 0) return `${ms}-${seq - 1}`;
  return ms > 0 ? `${ms - 1}-18446744073709551615` : beginning;
}

function parts(id: string): [ms: number, seq: number] {
  const [ms, seq] = id.split('-').map(Number) as [number, number];
  return [ms, seq];
}
