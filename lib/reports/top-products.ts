import { shop, since, type Report } from './report';

export const topProducts: Report = {
  name: 'top-products',
  title: 'Products by revenue',
  summary: 'What sold best, how many customers bought it, and the median quantity of an order',
  uses: ['months', 'limit'],
  columns: [
    { key: 'productId', title: 'No.', kind: 'count' },
    { key: 'product', title: 'Product', kind: 'text' },
    { key: 'category', title: 'Category', kind: 'text' },
    { key: 'customers', title: 'Customers', kind: 'count' },
    { key: 'median', title: 'Median quantity', kind: 'count' },
    { key: 'revenueCents', title: 'Revenue', kind: 'cents' },
  ],
  reads: ['orders', 'order_lines', 'products'],
  sql: `
select p.id as "productId", p.name as product, p.category, count(distinct o.user_id) as customers,
       percentile_disc(0.5) within group (order by l.quantity) as median,
       sum(l.quantity::bigint * l.unit_price_cents)::bigint as "revenueCents"
  from orders o
  join order_lines l on l.order_id = o.id
  join products p on p.id = l.product_id
 where o.tenant_id = ${shop} and o.status not in ('cancelled', 'returned')
   and o.placed_at >= ${since}
 group by p.id
 order by "revenueCents" desc, p.id
 limit $3`,
};
