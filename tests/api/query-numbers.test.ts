import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { allOperations } from '@/lib/catalogue';
import { wholeNumber } from '@/lib/contract';
import { openapi } from '@/lib/openapi';
import { send } from '../support/api';
import { makeUser } from '../support/callers';
import { refusalOf } from '../support/problems';
import { testRedis } from '../support/redis';

type Parameter = { name: string; in: string; schema: { type?: string } };
type Document = { paths: Record<string, Record<string, { parameters: Parameter[] }>> };

const { paths } = openapi('1.2.3') as Document;
const numbers = allOperations().flatMap((operation) =>
  paths[operation.path]![operation.method.toLowerCase()]!.parameters.filter(
    (it) => it.in === 'query' && ['integer', 'number'].includes(it.schema.type ?? ''),
  ).map(({ name }) => [`${operation.method} ${operation.path}`, name, operation] as const),
);

/** What JavaScript reads as a number, and no person writes as one. */
const spellings = ['', ' ', '0x10', '0b11', '1e1', '10.0', '+10', '-0', ' 10', '10\n', '٣', 'NaN'];

describe('every number in a query is digits and nothing else', () => {
  test.each(numbers)('%s, %s', async (_, name, operation) => {
    const { cookie } = await makeUser(testRedis().redis, { admin: true });
    for (const spelling of spellings)
      expect(
        await refusalOf(
          send(operation, {
            query: { [name]: spelling },
            headers: cookie,
            ...(operation.body && { body: {} }),
          }),
        ),
        JSON.stringify(spelling),
      ).toMatchObject({
        status: 400,
        fields: expect.arrayContaining([`query/${name}`]) as string[],
      });
  });

  test('there are some to look at', () => {
    expect(numbers.length).toBeGreaterThan(15);
  });
});

test('a whole number says what is wrong with it', () => {
  const said = (text: string) => wholeNumber(1, 50).safeParse(text).error?.issues[0]?.message;
  expect([said('1e1'), said('1'), said('050')]).toEqual([
    'Not a whole number',
    undefined,
    undefined,
  ]);
  expect([said('0'), said('51')]).toEqual([
    'Too small: expected number to be >=1',
    'Too big: expected number to be <=50',
  ]);
});

test('the reference gives its bounds and its default', () => {
  expect(z.toJSONSchema(wholeNumber(0, 50).prefault(0), { io: 'input' })).toMatchObject({
    type: 'integer',
    minimum: 0,
    maximum: 50,
    default: 0,
  });
});
