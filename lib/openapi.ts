import { z } from 'zod';
import { allOperations, catalogue } from './catalogue';
import type { AnyOperation } from './contract';
import { errorCodes, type ErrorCode } from './errors';
import { problem } from './http/problem';

type Json = Record<string, unknown>;

/** Codes that any operation may answer, whatever it does. */
const common: ErrorCode[] = [
  'invalid_request',
  'internal',
  'not_configured',
  'redis_unreachable',
  'redis_refusing',
  'redis_unauthorized',
];

/** The OpenAPI 3.1 document of the HTTP API, made of the contracts and nothing else. */
export function openapi(version: string): Json {
  for (const name of Object.keys(hoisted)) delete hoisted[name];
  const paths: Record<string, Json> = {};
  for (const operation of allOperations()) {
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Redis Patterns',
      version,
      description:
        'Times are epoch milliseconds, durations milliseconds. Every answer says in Server-Timing what it cost on Redis.',
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'service', description: 'What belongs to no single pattern' },
      ...catalogue.map(({ slug, summary }) => ({ name: slug, description: summary })),
    ],
    paths,
    components: { schemas: { Problem: schema(problem, 'output'), ...hoisted } },
  };
}

function describe(operation: AnyOperation): Json {
  const write = operation.method !== 'GET';
  const status = String(operation.status ?? 200);
  return {
    operationId: operationName(operation),
    summary: operation.summary,
    tags: [tagOf(operation)],
    security: [],
    parameters: [
      ...parameters('path', operation.params),
      ...parameters('query', operation.query),
      ...(write ? [idempotencyKey] : []),
    ],
    ...requestBody(operation),
    responses: {
      [status]: {
        description: 'Done',
        content: {
          [operation.media ?? 'application/json']: { schema: schema(operation.result, 'output') },
        },
      },
      ...problems(operation),
    },
    'x-redis-cost': operation.cost,
  };
}

function requestBody({ body, line }: AnyOperation): Json {
  if (body) return required({ 'application/json': { schema: schema(body, 'input') } });
  if (!line) return {};
  // OpenAPI 3.1 has no word for the items of a stream; this is 3.2's, as an extension.
  const lines = {
    schema: { type: 'string', description: 'JSON lines: UTF-8, one object a line' },
    'x-itemSchema': schema(line, 'input'),
  };
  return required({ 'application/x-ndjson': lines });
}

const required = (content: Json): Json => ({ requestBody: { required: true, content } });

/** The catalogue's name of an operation, which is unique. */
function operationName(operation: AnyOperation): string {
  return `${operation.method.toLowerCase()}${operation.path
    .replace(/^\/api/, '')
    .replace(/\.json$/, '')
    .replace(/[/{}-]+(\w)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? '')}`;
}

function tagOf(operation: AnyOperation): string {
  const pattern = catalogue.find((p) => Object.values(p.operations).includes(operation));
  return pattern?.slug ?? 'service';
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'The same key again returns the first answer and changes nothing',
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};

function parameters(place: 'path' | 'query', of: z.ZodType | undefined): Json[] {
  if (!of) return [];
  const { properties = {}, required = [] } = schema(of, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }));
}

function problems(operation: AnyOperation): Json {
  const codes = [
    ...common,
    ...(operation.body || operation.line
      ? (['body_too_large', 'unsupported_media_type'] as const)
      : []),
    ...(operation.method === 'GET' ? [] : (['unknown_origin', 'idempotency_key_reused'] as const)),
    ...((operation.errors ?? []) as ErrorCode[]),
  ];
  const statuses = [...new Set(codes.map((code) => errorCodes[code].status))].sort();
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: codes
          .filter((code) => errorCodes[code].status === status)
          .map((code) => `${code}: ${errorCodes[code].title}`)
          .join('; '),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    ]),
  );
}

/** Parts of schemas that refer to themselves: a reference is read from the document's root, so they stand there. */
const hoisted: Json = {};

function schema(of: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, $defs = {}, ...rest } = z.toJSONSchema(of, { io, unrepresentable: 'any' });
  const text = JSON.stringify({ $defs, rest });
  if (!/"\$ref":"#["/]/.test(text)) return rest;
  const name = `Part${Object.keys(hoisted).length + 1}`;
  const moved = JSON.parse(
    text
      .replaceAll('"$ref":"#/$defs/', `"$ref":"#/components/schemas/${name}`)
      .replaceAll('"$ref":"#"', `"$ref":"#/components/schemas/${name}"`),
  ) as { $defs: Json; rest: Json };
  for (const [part, inner] of Object.entries(moved.$defs)) hoisted[name + part] = inner;
  if (!text.includes('"$ref":"#"')) return moved.rest;
  hoisted[name] = moved.rest;
  return { $ref: `#/components/schemas/${name}` };
}
