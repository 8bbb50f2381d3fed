-- The id under which an order was placed: the same one again is the same order.

alter table orders
  add column operation_id text check (char_length(operation_id) <= 128),
  add column fingerprint text;

create unique index on orders (user_id, operation_id) where operation_id is not null;
