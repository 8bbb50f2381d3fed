-- $1: the first order, $2: the last one, $3: how many products there are. An order has one to five lines, three on average.
insert into order_lines (order_id, line_no, tenant_id, product_id, quantity, unit_price_cents)
select
  o.id,
  line,
  o.tenant_id,
  p.id,
  pg_temp.zipf(6, o.id * 8::bigint + line, 32),
  p.price_cents
from orders o
cross join lateral generate_series(1, 1 + o.id % 5) line
join products p on p.id = pg_temp.tenant_start(o.tenant_id, $3::integer)
  + pg_temp.zipf(pg_temp.tenant_size(o.tenant_id, $3::integer), o.id * 8::bigint + line, 31)
where o.id between $1::integer and $2::integer
