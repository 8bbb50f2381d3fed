import type { z } from 'zod';
import type { FieldError } from './errors';

/** What stands in the place of a value that is not as its schema asks, where the rest is taken all the same. */
class Faulty {
  constructor(readonly issues: readonly z.core.$ZodIssue[]) {}
}

/** Of a schema: what does not fit is kept with its faults, and does not refuse what it is a part of. */
export function keepFaults<Schema extends z.ZodType>(schema: Schema) {
  // A reader of the schema itself asks for the value without an error: there is no default then.
  return schema.catch(
    (found?: { error: { issues: z.core.$ZodIssue[] } }) =>
      (found ? new Faulty(found.error.issues) : undefined) as z.output<Schema>,
  );
}

/** Whether a value has faults that {@link keepFaults} kept. */
export const isFaulty = (value: unknown): boolean => value instanceof Faulty;

/** The faults of a value, each with its field below `at`. None where it fits. */
export const faultsIn = (value: unknown, at: string): FieldError[] =>
  value instanceof Faulty ? fieldsOf(at, value.issues) : [];

/** zod's issues as fields: one line each, the first thing that is wrong with it. */
export function fieldsOf(at: string, issues: readonly z.core.$ZodIssue[]): FieldError[] {
  const first = new Map<string, FieldError>();
  for (const found of issues.flatMap((issue) => toFields(at, issue)))
    if (!first.has(found.field)) first.set(found.field, found);
  return [...first.values()];
}

/** Of a union, the branch that came nearest is told. */
function toFields(part: string, issue: z.core.$ZodIssue): FieldError[] {
  const field = [part, ...issue.path.map(String)].join('/');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: `${field}/${key}`, message: 'Unknown field' }));
  if (issue.code === 'invalid_union') {
    const depth = (issues: z.core.$ZodIssue[]) =>
      Math.max(
        0,
        ...issues.map(({ path, code }) => path.length + (code === 'invalid_type' ? 0 : 1)),
      );
    const nearest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0];
    if (nearest) return nearest.flatMap((inner) => toFields(field, inner));
  }
  return [{ field, message: issue.message }];
}
