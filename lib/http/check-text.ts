import type { FieldError } from '../errors';

/** How deep objects and arrays may be nested: far more than any operation needs, and less than a parser minds. */
const maxDepth = 64;

/**
 * Looks through a value that came from outside for what no store behind this API can keep: texts that UTF-8 cannot
 * write, numbers without an end, a name that JavaScript keeps for itself, nesting without an end. It stands before
 * all schemas, so that none has to think of it.
 *
 * @param part where the value stands, as in `body`
 * @returns the first few fields that are wrong
 */
export function checkText(part: string, value: unknown): FieldError[] {
  const faults: FieldError[] = [];
  const waiting: { field: string; value: unknown; depth: number }[] = [
    { field: part, value, depth: 0 },
  ];
  for (let next = waiting.pop(); next && faults.length < 5; next = waiting.pop()) {
    const { field, value, depth } = next;
    const message = depth > maxDepth ? `Nested deeper than ${maxDepth} levels` : faultOf(value);
    if (message) faults.push({ field, message });
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value).reverse()) {
        const message = name === '__proto__' ? 'No name for a field' : faultOf(name);
        if (message) faults.push({ field: `${field}/${name.toWellFormed()}`, message });
        else waiting.push({ field: `${field}/${name}`, value: inner, depth: depth + 1 });
      }
    }
  }
  return faults;
}

function faultOf(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'A number that is too large';
  if (typeof value !== 'string') return undefined;
  return value.isWellFormed() ? undefined : 'Half of a surrogate pair, which UTF-8 cannot write';
}
