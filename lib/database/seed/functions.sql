-- An even number in [0, 1) that is the same for the same row and salt at every run.
create or replace function pg_temp.uniform(row_number bigint, salt bigint) returns double precision
  language sql immutable as
$$ select ((hashint8extended(row_number, salt) >> 11) & 9007199254740991) / 9007199254740992.0::double precision $$;

create or replace function pg_temp.pick(choices text[], row_number bigint, salt bigint) returns text
  language sql immutable as
$$ select choices[1 + floor(cardinality(choices) * pg_temp.uniform(row_number, salt))::integer] $$;

-- A rank from 1 to n of which each comes half as often as the one at half of it: Zipf's law.
create or replace function pg_temp.zipf(n integer, row_number bigint, salt bigint) returns integer
  language sql immutable as
$$ select least(n, floor(power(n + 1, pg_temp.uniform(row_number, salt)))::integer) $$;

-- The tenants hold 40, 30, 20 and 10 % of everything, in ranges of consecutive ids.
create or replace function pg_temp.tenant_at(share double precision) returns integer
  language sql immutable as
$$ select case when share < 0.4 then 1 when share < 0.7 then 2 when share < 0.9 then 3 else 4 end $$;

create or replace function pg_temp.tenant_start(tenant integer, n integer) returns integer
  language sql immutable as
$$ select (n * (array[0, 4, 7, 9])[tenant]) / 10 $$;

create or replace function pg_temp.tenant_size(tenant integer, n integer) returns integer
  language sql immutable as
$$ select (n * (array[4, 3, 2, 1])[tenant]) / 10 $$;
