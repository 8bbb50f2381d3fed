import fc from 'fast-check';

/** A part of a JSON Schema, as the OpenAPI document has them. */
export interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
}

export type Schemas = Record<string, Schema>;

/** Texts of which each pattern of the API lets some through: made names, and names that this deployment has. */
const texts = [
  ...[
    'a',
    'lobby',
    'ann',
    'editor',
    'admin',
    'readers',
    'fans',
    'fuzz',
    'demo',
    'jobs',
    'x1',
    'Ann Lee',
  ],
  ...[
    'five-seconds',
    'five-seconds-total',
    'demo-fixed',
    'alder',
    'readers,fans',
    'a,b',
    'a-b_c.d',
  ],
  ...[
    '1',
    '7',
    '0',
    '1767225600000-0',
    '1767225600000',
    '12:3',
    '0.0.0.',
    '5.1.1.f',
    '0'.repeat(32),
  ],
  ...['0b8f1f6e-3f4f-4c55-9d5a-8f3f2f1c0a77', 'ann@example.com', 'ip:10.0.0.1', 'user:ann', 'é 💩'],
  ...[
    '/',
    '/pricing',
    '/api/search?q=lamp',
    'https://example.com/a?b=c',
    'example.com',
    'rp:*',
    '{rp}:x',
  ],
  ...[
    'abcdefghijklmnop',
    'abcdefghijklmnopqrstuvwxyz0123456789_-AB',
    'ffffffffffffffffffffffffffffffff',
  ],
  'x'.repeat(64),
  'two words\nand a line',
];

/** Makes values that a schema describes. Rules that stand in code alone may refuse some. */
export function fromSchema(schema: Schema, schemas: Schemas, depth = 0): fc.Arbitrary<unknown> {
  const inner = (part: Schema) => fromSchema(part, schemas, depth + 1);
  if (depth > 6) return fc.constant(null);
  if (schema.$ref) return inner(schemas[schema.$ref.split('/').at(-1)!]!);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return fc.oneof(...branches.map(inner));
  switch (schema.type) {
    case 'string':
      return text(schema);
    case 'integer':
    case 'number':
      return number(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const { minItems: minLength = 0, maxItems = 5, items = {} } = schema;
      const maxLength = Math.max(minLength, Math.min(maxItems, 5));
      return fc.array(inner(items), { minLength, maxLength });
    }
    case 'object':
      return object(schema, inner);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function text({ pattern, minLength = 0, maxLength = Infinity }: Schema): fc.Arbitrary<string> {
  const expression = pattern === undefined ? undefined : new RegExp(pattern, 'u');
  const fits = texts.filter(
    (it) =>
      it.length >= minLength && it.length <= maxLength && (!expression || expression.test(it)),
  );
  if (fits.length === 0) throw new Error(`No text of the fuzzer fits the pattern ${pattern}`);
  return fc.constantFrom(...fits);
}

function number({ type, minimum = -1e6, maximum = minimum + 1e6 }: Schema): fc.Arbitrary<number> {
  const ends = fc.constantFrom(minimum, maximum);
  // Mostly small, since many of them say how much work is to be done.
  const min = Math.ceil(maximum < 0 ? minimum : Math.max(minimum, -5));
  const max = Math.floor(Math.min(maximum, min + 25));
  const few = { weight: 4, arbitrary: fc.integer({ min, max }) };
  return type === 'integer'
    ? fc.oneof(few, ends)
    : fc.oneof(few, ends, fc.double({ min, max, noNaN: true }));
}

function object(
  { properties = {}, required = [], additionalProperties, propertyNames }: Schema,
  inner: (part: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === 'object') {
    const names = propertyNames ? (inner(propertyNames) as fc.Arbitrary<string>) : text({});
    return fc.dictionary(names, inner(additionalProperties), { maxKeys: 4 });
  }
  const parts = Object.entries(properties).map(([name, part]) => [name, inner(part)] as const);
  return fc.record(Object.fromEntries(parts), { requiredKeys: required, noNullPrototype: true });
}
