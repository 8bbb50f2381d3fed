-- $1: the first order, $2: the last one, $3: how many there will be, $4: how many users there are
insert into orders (id, tenant_id, user_id, status, placed_at)
select
  i,
  tenant,
  -- From the fourth user on: the first three are to try the app with.
  greatest(4, 1 + pg_temp.tenant_start(tenant, $4::integer)
    + floor(pg_temp.tenant_size(tenant, $4::integer) * power(pg_temp.uniform(i, 22), 2))::integer),
  case when chance < 0.90 then 'delivered' when chance < 0.94 then 'shipped' when chance < 0.97 then 'returned'
    else 'cancelled' end,
  -- Two years, busier towards the end.
  timestamptz '2024-11-01 00:00Z' + power(i / $3::double precision, 0.75) * interval '729 days'
from generate_series($1::integer, $2::integer) i,
  lateral (select pg_temp.tenant_at(pg_temp.uniform(i, 21)) as tenant, pg_temp.uniform(i, 23) as chance) drawn
