import fc, { type GeneratorValue } from 'fast-check';
import { fromSchema, type Schema, type Schemas } from './from-schema';
import { oddBodies, oddHeaders, oddSegments, oddTexts, oddValues } from './odd-values';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}
interface Described {
  parameters: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema; 'x-itemSchema'?: Schema }> };
}

/** What is read of an OpenAPI document. */
export interface Document {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Schemas };
}

/** A request as it goes over the wire. Printed as JSON it can be sent again. */
export interface FuzzRequest {
  method: string;
  /** Path and query, or a whole URL, as the request line has it. */
  target: string;
  headers: Record<string, string>;
  body?: string;
  /** Instead of `body`: bytes that may be no UTF-8, in base64. */
  bytes?: string;
}

/** An operation of the document, and how its inputs are made. */
export interface FuzzOperation {
  method: string;
  path: string;
  /** Gives as many requests as are asked for: the same for the same seed. */
  requests(seed: number, count: number): FuzzRequest[];
}

/** Every operation of a document. */
export function fuzzOperations({ paths, components }: Document): FuzzOperation[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ method, path, described })),
  );
  return all.map(({ method, path, described }, index) => {
    const made = fc
      .gen()
      .map((gen) => request(gen, method.toUpperCase(), path, described, components.schemas));
    return {
      method: method.toUpperCase(),
      path,
      // Else all operations would be wrong in the same parts.
      requests: (seed, numRuns) => fc.sample(made, { seed: seed + 1_000 * index, numRuns }),
    };
  });
}

function request(
  gen: GeneratorValue,
  method: string,
  path: string,
  described: Described,
  schemas: Schemas,
): FuzzRequest {
  // Most requests are wrong in one part: what is wrong in many is refused for the first, and the rest is not seen.
  const broken = gen(
    fc.constantFrom,
    'none',
    'path',
    'query',
    'headers',
    'body',
    'body',
    'all',
    'target',
  );
  const breaks = (part: string) =>
    broken === part || broken === 'all' || (broken === 'target' && part === 'path');
  const valid = (schema: Schema) => gen(() => fromSchema(schema, schemas));
  const of = (place: string) => described.parameters.filter((it) => it.in === place);

  const params = new Map(of('path').map((it) => [it.name, encode(String(valid(it.schema)))]));
  if (breaks('path') && params.size > 0)
    params.set(gen(fc.constantFrom, ...params.keys()), gen(oddSegment));
  const at = path.replace(/\{(\w+)\}/g, (_, name: string) => params.get(name)!);

  const query = of('query')
    .filter(({ required }) => (required && !breaks('query')) || gen(fc.boolean))
    .map(({ name, schema }) => `${name}=${encode(String(valid(schema)))}`);
  if (breaks('query')) query.push(gen(oddPair, of('query')));

  const headers: Record<string, string> = {};
  if (breaks('headers')) for (const [name, value] of gen(someHeaders)) headers[name] = value;

  const target = query.length > 0 ? `${at}?${query.join('&')}` : at;
  const made: FuzzRequest = {
    method,
    target: broken === 'target' ? gen(fc.constantFrom, ...spellings(target)) : target,
    headers,
  };
  const [type, content] = Object.entries(described.requestBody?.content ?? {})[0] ?? [];
  if (!type || !content) return made;
  headers['content-type'] ??= type;
  const line = content['x-itemSchema'];
  if (breaks('body') && gen(fc.boolean)) {
    if (gen(fc.boolean) && gen(fc.boolean)) return { ...made, bytes: gen(oddBytes) };
    return { ...made, body: gen(fc.constantFrom, ...oddBodies) };
  }
  const values = Array.from({ length: line ? gen(fc.nat, { max: 4 }) : 1 }, () => {
    const value = valid(line ?? content.schema);
    return JSON.stringify(breaks('body') ? damage(gen, value) : value) ?? '';
  });
  return { ...made, body: values.join('\n') };
}

/** Percent-encodes a text; half of a surrogate pair as the bytes that it would have. */
const encode = (text: string) =>
  text.replace(/\p{Cs}|[^\p{Cs}]+/gu, (part) =>
    part.isWellFormed()
      ? encodeURIComponent(part)
      : `%ED%${(0x80 | ((part.charCodeAt(0) >> 6) & 0x3f)).toString(16)}%80`,
  );

/** Other ways to write the target of a request: whole URLs, and paths that come to the same. */
const spellings = (target: string) => [
  `http://app.example${target}`,
  `HTTP://a:b@[::1]:1${target}`,
  target.replace('/api/', '/api//'),
  target.replace('/api/', '/api/./'),
  target.replace('/api/', '/x/../api/'),
  target.replace(/(?=\?|$)/, '/'),
  `${target}#a`,
];

const oddSegment = () =>
  fc.oneof(
    fc.constantFrom(...oddSegments),
    fc.constantFrom(...oddTexts).map(encode),
    fc.string({ unit: 'binary', maxLength: 20 }).map(encode),
  );

/** One more field of a query: wrong, unknown, or there already. */
const oddPair = (known: readonly Parameter[]) => {
  const names = fc.constantFrom(...known.map(({ name }) => name), 'constructor', '__proto__', 'x');
  const values = fc.oneof(
    fc.constantFrom(...oddTexts).map(encode),
    fc.constantFrom(...oddSegments).map((it) => it.replace('#', '')),
  );
  return fc.oneof(
    { weight: 6, arbitrary: fc.tuple(names, values).map((pair) => pair.join('=')) },
    { weight: 1, arbitrary: fc.tuple(names, values).map(([name, it]) => `${name}=${it}&${name}=`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '&&&', '=', '=a', '%ff=%ff', 'a[b]=1', '?', '+=+'),
    },
    { weight: 1, arbitrary: values.map((it) => `idempotency-key=${it}`) },
  );
};

const someHeaders = () => fc.array(fc.constantFrom(...oddHeaders), { minLength: 1, maxLength: 3 });

const oddBytes = () =>
  fc
    .uint8Array({ minLength: 1, maxLength: 40 })
    .map((bytes) => Buffer.concat([Buffer.from('{"a":"'), bytes]).toString('base64'));

/** Puts one thing wrong into a value: at its root, or at one of its leaves or branches. */
function damage(gen: GeneratorValue, value: unknown): unknown {
  const odd = () =>
    gen(fc.boolean) ? gen(fc.constantFrom, ...oddTexts) : gen(fc.constantFrom, ...oddValues);
  if (typeof value !== 'object' || value === null || gen(fc.nat, { max: 9 }) === 0)
    return gen(fc.boolean) ? odd() : [value];
  if (Array.isArray(value)) {
    if (value.length === 0 || gen(fc.boolean)) return [...(value as unknown[]), odd()];
    return (value as unknown[]).map((it, index) => (index === 0 ? damage(gen, it) : it));
  }
  const entries = Object.entries(value);
  const at = gen(fc.nat, { max: Math.max(0, entries.length - 1) });
  const how = gen(fc.constantFrom, 'replace', 'replace', 'deeper', 'leave out', 'add');
  const changed = entries.flatMap(([name, it], index): [string, unknown][] => {
    if (index !== at || how === 'add') return [[name, it]];
    if (how === 'leave out') return [];
    return [[name, how === 'deeper' ? damage(gen, it) : odd()]];
  });
  if (how === 'add' || entries.length === 0)
    changed.push([gen(fc.constantFrom, ...oddTexts), odd()]);
  // An assignment to __proto__ would set the prototype and leave no field; this makes one.
  return Object.fromEntries(changed);
}
