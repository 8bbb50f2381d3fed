import { describe, expect, test } from 'vitest';
import { sharedDatabase } from '@/lib/database/shared';
import {
  listReports,
  outdateReports,
  placeOrder,
  readQueryCacheStats,
  readReport,
  reportNames,
  type ResultOfReport,
} from '@/lib/patterns/query-cache/contract';
import { createSessions } from '@/lib/patterns/sessions';
import { reports } from '@/lib/reports';
import { send, type Call } from '../support/api';
import { refusalOf, refused } from '../support/problems';
import { makeUser, sendAsAdmin } from '../support/callers';
import { testRedis } from '../support/redis';

const { redis } = testRedis();
const database = sharedDatabase();
const [product] = await database.query<{ id: number; price: number }>(
  'select id, price_cents as price from products where tenant_id = 3 order by id limit 1',
);
const session = await createSessions(redis).create('ada', { device: 'Test' });
const cookie = { cookie: `session=${session.id}` };

async function read(report: string, query: Record<string, string> = {}) {
  const answer = await send(readReport, {
    params: { report },
    query: { tenant: 'cedar', ...query },
  });
  expect(answer.status).toBe(200);
  return { answer, ...((await answer.json()) as ResultOfReport) };
}
const ordersOf = async () =>
  (await database.query<{ n: number }>('select count(*) as n from orders where tenant_id = 3'))[0]!
    .n;
const order = (call: Call = {}) => {
  const body = { tenant: 'cedar', lines: [{ productId: product!.id, quantity: 2 }] };
  return send(placeOrder, { body, ...call, headers: { ...cookie, ...call.headers } });
};

test('the list of reports is the reports', async () => {
  const { reports: listed } = (await (await send(listReports)).json()) as { reports: unknown[] };
  expect(listed).toEqual(reports);
  expect(reports.map(({ name }) => name)).toEqual(reportNames);
});

describe.each(reportNames)('the report %s', (name) => {
  test('has a value for each of its columns, and no other', async () => {
    const { rows, columns } = await read(name, { months: '24' });
    expect(rows.length).toBeGreaterThan(0);
    const keys = columns.map(({ key }) => key).sort();
    for (const row of rows) expect(Object.keys(row).sort()).toEqual(keys);
    for (const { key, kind } of columns)
      for (const value of rows.map((row) => row[key]))
        expect(['count', 'cents'].includes(kind) ? Number.isInteger(value) : true).toBe(true);
  });

  test('is made once, and again after an order', async () => {
    const query = { months: '7' };
    await read(name, query);
    const second = await read(name, query);
    expect(second.cache).toMatchObject({ status: 'hit', reason: 'fresh' });
    expect(second.answer.headers.get('cache-status')).toMatch(/^"?queries"?; ?hit/);
    expect(second.answer.headers.get('server-timing')).toContain('1 trip, 1 command"');
    expect((await order()).status).toBe(201);
    expect((await read(name, query)).cache).toMatchObject({
      status: 'miss',
      reason: 'invalidated',
    });
  });
});

test('what the revenue report adds up is what the orders hold', async () => {
  const { rows } = await read('revenue', { months: '24' });
  const [sum] = await database.query<{ cents: number; from: string }>(
    `select sum(l.quantity * l.unit_price_cents) as cents
       from orders o join order_lines l on l.order_id = o.id
      where o.tenant_id = 3 and o.status not in ('cancelled', 'returned')
        and o.placed_at >= (select date_trunc('month', max(placed_at)) - interval '23 months' from orders where tenant_id = 3)`,
  );
  const total = rows.reduce((cents, row) => cents + Number(row.revenueCents), 0);
  expect(total).toBe(sum!.cents);
  for (const month of new Set(rows.map((row) => row.month))) {
    const shares = rows.filter((row) => row.month === month).map((row) => Number(row.share));
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 2);
  }
});

test('two shops have reports of their own', async () => {
  const [cedar, birch] = [
    await read('top-products'),
    await read('top-products', { tenant: 'birch' }),
  ];
  expect(cedar.cache.key.digest).not.toBe(birch.cache.key.digest);
  expect(cedar.rows).not.toEqual(birch.rows);
});

describe('an order', () => {
  test('is placed at the price of the moment, once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const before = await ordersOf();
    const [first, second] = [await order({ headers }), await order({ headers })];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    const answers = [await first.json(), await second.json()];
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ order: { totalCents: 2 * product!.price }, outdated: true });
    expect(await ordersOf()).toBe(before + 1);
  });

  test('sent at once under one key is one order', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const before = await ordersOf();
    const answers = await Promise.all(Array.from({ length: 6 }, () => order({ headers })));
    const ids = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { order: { id: number } }).order.id),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await ordersOf()).toBe(before + 1);
  });

  test('under the key of another order is refused', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    await order({ headers });
    const body = { tenant: 'cedar', lines: [{ productId: product!.id, quantity: 3 }] };
    expect(await refusalOf(await order({ headers, body }))).toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
  });

  test('of a product of another shop names it, and nothing is written', async () => {
    const before = await ordersOf();
    const [other] = await database.query<{ id: number }>(
      'select min(id) as id from products where tenant_id = 1',
    );
    const lines = [
      { productId: product!.id, quantity: 1 },
      { productId: other!.id, quantity: 1 },
    ];
    expect(await refusalOf(await order({ body: { tenant: 'cedar', lines } }))).toEqual({
      status: 404,
      code: 'not_found',
      fields: ['body/lines/1/productId'],
    });
    expect(await ordersOf()).toBe(before);
  });

  test('by an account that is no customer is refused', async () => {
    const { cookie: stranger } = await makeUser(redis);
    expect((await order({ headers: stranger })).status).toBe(404);
  });

  const lines = (...of: unknown[]) => ({ tenant: 'cedar', lines: of });
  const line = (more: object) => lines({ productId: product!.id, quantity: 1, ...more });
  test.each([
    [line({ quantity: 0 }), 'body/lines/0/quantity'],
    [line({ quantity: -1 }), 'body/lines/0/quantity'],
    [line({ quantity: 0.5 }), 'body/lines/0/quantity'],
    [line({ quantity: '1' }), 'body/lines/0/quantity'],
    [line({ quantity: 1e9 }), 'body/lines/0/quantity'],
    [line({ productId: 2 ** 31 }), 'body/lines/0/productId'],
    [line({ productId: '{1}' }), 'body/lines/0/productId'],
    [line({ price: 1 }), 'body/lines/0'],
    [lines(), 'body/lines'],
    [
      lines(...Array.from({ length: 51 }, (_, n) => ({ productId: n + 1, quantity: 1 }))),
      'body/lines',
    ],
    [lines({ productId: 1, quantity: 1 }, { productId: 1, quantity: 2 }), 'body/lines'],
    [{ ...line({}), tenant: 'сedar' }, 'body/tenant'],
  ])('%j is refused', async (body, field) => {
    const before = await ordersOf();
    const { fields, ...rest } = await refusalOf(await order({ body }));
    expect(rest).toEqual({ status: 400, code: 'invalid_request' });
    expect(fields.some((name) => name.startsWith(field))).toBe(true);
    expect(await ordersOf()).toBe(before);
  });
});

describe('bad input names the field', () => {
  test.each([
    ['months', '0'],
    ['months', '25'],
    ['months', '1.5'],
    ['months', 'x'],
    ['limit', '51'],
    ['limit', '5'],
    ['tenant', '{alder}'],
    ['tenant', 'ALDER'],
    ['since', '1'],
  ])('%s=%s of a report', async (field, value) => {
    const query = { [field]: value };
    const answer = await send(readReport, { params: { report: 'revenue' }, query });
    const { fields, ...rest } = await refusalOf(answer);
    expect(rest).toEqual({ status: 400, code: 'invalid_request' });
    expect(fields.join()).toContain(field === 'since' ? 'query' : field);
  });

  test.each(['nothing', 'revenue;drop', '\u0000'])('the report %j', async (report) => {
    expect(await refusalOf(await send(readReport, { params: { report } }))).toEqual(
      refused('path/report'),
    );
  });

  test.each([
    { tenant: null, tables: [] },
    { tenant: null, tables: ['{orders}'] },
    { tenant: 'nobody', tables: ['orders'] },
    { tables: ['orders'] },
  ])('the invalidation %j', async (body) => {
    expect((await refusalOf(await sendAsAdmin(outdateReports, { body }))).status).toBe(400);
  });
});

test('an admin outdates what reads a table, of one shop or of all', async () => {
  const status = async (tenant: string) =>
    (await read('retention', { tenant, months: '5' })).cache.status;
  for (const tenant of ['cedar', 'birch']) await status(tenant);
  const outdate = (tenant: string | null) =>
    sendAsAdmin(outdateReports, { body: { tenant, tables: ['orders'] } });
  expect((await outdate('birch')).status).toBe(200);
  expect([await status('cedar'), await status('birch')]).toEqual(['hit', 'miss']);
  expect((await outdate(null)).status).toBe(200);
  expect([await status('cedar'), await status('birch')]).toEqual(['miss', 'miss']);
});

test('the figures count what was read', async () => {
  const total = async () => {
    const answer = await send(readQueryCacheStats, { query: { range: '1h' } });
    return ((await answer.json()) as { reads: number }).reads;
  };
  const before = await total();
  await read('retention');
  await expect.poll(total).toBeGreaterThan(before);
});
