import { shop, since, type Report } from './report';

export const boughtTogether: Report = {
  name: 'bought-together',
  title: 'Bought together',
  summary: 'The pairs of products that were in the same order most often',
  uses: ['months', 'limit'],
  columns: [
    { key: 'first', title: 'Product', kind: 'text' },
    { key: 'second', title: 'And', kind: 'text' },
    { key: 'orders', title: 'Orders', kind: 'count' },
  ],
  reads: ['orders', 'order_lines', 'products'],
  sql: `
with pairs as (
  select a.product_id as first_id, b.product_id as second_id, count(*) as orders
    from orders o
    join order_lines a on a.order_id = o.id
    join order_lines b on b.order_id = o.id and b.product_id > a.product_id
   where o.tenant_id = ${shop} and o.placed_at >= ${since}
   group by 1, 2
   order by orders desc, first_id, second_id
   limit $3
)
select p.name as first, q.name as second, orders
  from pairs
  join products p on p.id = first_id
  join products q on q.id = second_id
 order by orders desc, first_id, second_id`,
};
