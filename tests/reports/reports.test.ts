import { expect, test } from 'vitest';
import { sharedDatabase } from '@/lib/database/shared';
import { parametersOf, reports } from '@/lib/reports';

const rolledBack = new Error('Rolled back');

/** What the reports say of a shop whose orders are of one article, at a price and a quantity; nothing of it stays. */
async function reportsOf(priceCents: number, quantity: number) {
  const answers: Record<string, Record<string, unknown>[]> = {};
  await sharedDatabase()
    .withTransaction(async (tx) => {
      await tx.query("insert into tenants (id, slug, name) values (900, 'edge', 'Edge')");
      const [user] = await tx.query<{ id: number }>(
        "insert into users (tenant_id, name, display_name) values (900, 'edge-user', 'E') returning id",
      );
      const [product] = await tx.query<{ id: number }>(
        `insert into products (tenant_id, sku, name, description, category, price_cents, stock)
         values (900, 'E-1', 'e', '', 'edge', $1, 1) returning id`,
        [priceCents],
      );
      const [order] = await tx.query<{ id: number }>(
        'insert into orders (tenant_id, user_id) values (900, $1) returning id',
        [user!.id],
      );
      await tx.query(
        `insert into order_lines (order_id, line_no, tenant_id, product_id, quantity, unit_price_cents)
         values ($1, 1, 900, $2, $3, $4)`,
        [order!.id, product!.id, quantity, priceCents],
      );
      for (const report of reports)
        answers[report.name] = await tx.query(report.sql, [
          'edge',
          ...parametersOf(report, { months: 4, limit: 10 }),
        ]);
      throw rolledBack;
    })
    .catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
  return answers;
}

test('orders of nothing have no share, and fail no report', async () => {
  const { revenue } = await reportsOf(0, 3);
  expect(revenue).toMatchObject([{ category: 'edge', revenueCents: 0, share: 0 }]);
});

test('a line worth more than an int holds is summed', async () => {
  const { revenue } = await reportsOf(100_000_000, 1_000);
  expect(revenue).toMatchObject([{ revenueCents: 100_000_000_000, share: 1 }]);
});
