import { types, type CustomTypesConfig } from 'pg';

const { INT8, DATE } = types.builtins;

/**
 * How values of Postgres become values of JavaScript: `bigint` (what `count` and `sum` of integers give) a number, `date`
 * a string such as `2026-11-23`. The rest is as `pg` has it: `numeric` a string, since no number holds it; `timestamptz` a
 * Date, to the millisecond.
 */
export const values: CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (format === 'binary') return types.getTypeParser(oid, format) as (text: string) => unknown;
    if (oid === INT8) return toSafeNumber;
    if (oid === DATE) return (text: string) => text;
    return types.getTypeParser(oid, 'text') as (text: string) => unknown;
  },
};

function toSafeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`A number cannot hold ${text}`);
  return number;
}
