-- How far the generated orders have come: one row, written in the transaction of the rows that it counts.

create table seed_state (
  single boolean primary key default true check (single),
  orders_wanted integer not null,
  orders_done integer not null default 0,
  finished_at timestamptz
);
