import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { allOperations } from '@/lib/catalogue';
import { openapi } from '@/lib/openapi';
import { streamMessages } from '@/lib/patterns/chat/contract';
import { importUsers, userLine } from '@/lib/patterns/pipeline/contract-bulk';
import { fetchUpstream } from '@/lib/patterns/response-cache/contract';

type Described = {
  operationId: string;
  requestBody?: { required: boolean; content: Record<string, Record<string, unknown>> };
  responses: Record<string, { description: string; content?: object }>;
};
type Document = {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, object> };
};

const document = openapi('1.2.3') as Document;

test('a validator accepts the document as OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(validator.version).toBe('3.1');
});

test('it has every operation, each with an id of its own', () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(
    allOperations()
      .map(({ method, path }) => `${method} ${path}`)
      .sort(),
  );
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

test('every reference leads to a schema of the document, and none to the document itself', () => {
  const references = JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g);
  const named = new Set([...references].map(([, reference]) => reference!));
  const known = Object.keys(document.components.schemas).map((it) => `#/components/schemas/${it}`);
  expect(known.sort()).toEqual([...named].sort());
});

test('every operation that takes a body says of which type, and no other has one', () => {
  for (const { path, method, body, line } of allOperations()) {
    const { requestBody } = document.paths[path]![method.toLowerCase()]!;
    const types = requestBody && Object.keys(requestBody.content);
    if (body) expect(types, path).toEqual(['application/json']);
    else expect(types, path).toEqual(line ? ['application/x-ndjson'] : undefined);
  }
});

test('every operation says of which type its answer is', () => {
  const typesOf = ({
    path,
    method,
    status = 200,
  }: {
    path: string;
    method: string;
    status?: number;
  }) => Object.keys(document.paths[path]![method.toLowerCase()]!.responses[status]!.content!);
  expect(typesOf(streamMessages)).toEqual(['text/event-stream']);
  expect(typesOf(fetchUpstream)).toEqual(['*/*']);
  for (const operation of allOperations().filter(({ media }) => media === undefined))
    expect(typesOf(operation), operation.path).toEqual(['application/json']);
});

test('of JSON lines it says what one line is, and how the body can be refused', () => {
  const { requestBody, responses } = document.paths[importUsers.path]!.post!;
  const { schema, 'x-itemSchema': item } = requestBody!.content['application/x-ndjson']!;
  expect(requestBody!.required).toBe(true);
  expect(schema).toMatchObject({ type: 'string' });
  expect(item).toMatchObject({
    type: 'object',
    // What has a default may be left out.
    required: ['id', 'name', 'email'],
    additionalProperties: false,
  });
  expect(Object.keys((item as { properties: object }).properties)).toEqual(
    Object.keys(userLine.shape),
  );
  expect(responses['413']!.description).toContain('body_too_large');
  expect(responses['415']!.description).toContain('unsupported_media_type');
});
