import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { allOperations } from '@/lib/catalogue';
import { openapi } from '@/lib/openapi';

type Document = { paths: Record<string, Record<string, { operationId: string }>> };

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
