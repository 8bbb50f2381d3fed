import { z } from 'zod';
import { defineJobType } from './job-type';

/** Revenue by category over a year of a tenant's orders, without what was returned or cancelled. */
const sql = `
  select p.category,
         count(distinct o.id) as orders,
         sum(l.quantity) as units,
         sum(l.quantity::bigint * l.unit_price_cents)::bigint as revenue_cents
  from orders o
  join order_lines l on l.order_id = o.id
  join products p on p.id = l.product_id
  where o.tenant_id = $1
    and o.placed_at >= make_timestamptz($2, 1, 1, 0, 0, 0, 'UTC')
    and o.placed_at < make_timestamptz($2 + 1, 1, 1, 0, 0, 0, 'UTC')
    and o.status not in ('returned', 'cancelled')
  group by p.category
  order by revenue_cents desc`;

interface Line {
  category: string;
  orders: number;
  units: number;
  revenue_cents: number;
}

/** Builds a report from Postgres. Nothing is changed, so that doing it twice does no harm. */
export const report = defineJobType({
  data: z.strictObject({
    tenantId: z.int().min(1).max(1_000_000),
    year: z.int().min(2000).max(2100),
  }),
  // It reads what anybody may read by the reports.
  tier: () => 'user',
  async run({ tenantId, year }, { services, progress }) {
    progress(10, 'Asking the database');
    const lines = await services.database().query<Line>(sql, [tenantId, year]);
    return {
      tenantId,
      year,
      revenueCents: lines.reduce((sum, line) => sum + line.revenue_cents, 0),
      categories: lines.slice(0, 50).map(({ revenue_cents: revenueCents, ...line }) => ({
        ...line,
        revenueCents,
      })),
    };
  },
});
