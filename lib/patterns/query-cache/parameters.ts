/** What may stand for a parameter of a query. */
export type Parameter =
  null | boolean | number | bigint | string | Date | Uint8Array | readonly Parameter[];

/** The parameters of a query, by place or by name. */
export type Parameters = readonly Parameter[] | Readonly<Record<string, Parameter>>;

/**
 * Writes parameters so that two texts are the same if and only if the parameters are: 1 and "1" differ, and so do
 * `null` and "null"; the order of names does not matter, that of places does.
 *
 * @throws TypeError for what is no parameter (`undefined`, an object), RangeError for a number that is none
 */
export function canonicalParameters(parameters: Parameters): string {
  if (isList(parameters)) return spell(parameters);
  const names = Object.keys(parameters).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${spell(parameters[name])}`).join(',')}}`;
}

function spell(value: Parameter | undefined): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return `n${value}`;
  if (typeof value === 'number') return spellNumber(value);
  if (value instanceof Date) return `d${spellNumber(value.getTime())}`;
  if (value instanceof Uint8Array)
    return `x${Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  // A hole in a list is no null, so the list is walked by its length.
  if (isList(value)) return `[${Array.from(value, spell).join(',')}]`;
  throw new TypeError(`${value === undefined ? 'undefined' : 'An object'} is no parameter`);
}

function spellNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no parameter`);
  return String(value);
}

function isList(value: unknown): value is readonly Parameter[] {
  return Array.isArray(value);
}
