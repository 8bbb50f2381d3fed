import { shop, since, type Report } from './report';

export const revenue: Report = {
  name: 'revenue',
  title: 'Revenue by category and month',
  summary: 'What each category took in each month, its share, and its rank among the categories',
  uses: ['months'],
  columns: [
    { key: 'month', title: 'Month', kind: 'text' },
    { key: 'category', title: 'Category', kind: 'text' },
    { key: 'orders', title: 'Orders', kind: 'count' },
    { key: 'revenueCents', title: 'Revenue', kind: 'cents' },
    { key: 'share', title: 'Share', kind: 'share' },
    { key: 'rank', title: 'Rank', kind: 'count' },
  ],
  reads: ['orders', 'order_lines', 'products'],
  sql: `
with sales as (
  select date_trunc('month', o.placed_at) as month, p.category,
         count(distinct o.id) as orders, sum(l.quantity::bigint * l.unit_price_cents)::bigint as cents
    from orders o
    join order_lines l on l.order_id = o.id
    join products p on p.id = l.product_id
   where o.tenant_id = ${shop} and o.status not in ('cancelled', 'returned')
     and o.placed_at >= ${since}
   group by 1, 2
)
select to_char(month, 'YYYY-MM') as month, category, orders, cents as "revenueCents",
       coalesce(round(cents / nullif(sum(cents) over (partition by month), 0), 4), 0)::float8 as share,
       rank() over (partition by month order by cents desc) as rank
  from sales
 order by month desc, rank, category`,
};
