-- Which import jobs were carried out, each written in the transaction of the rows that it imported.

create table imports (
  job text primary key check (char_length(job) <= 200),
  rows integer not null,
  imported_at timestamptz not null default now()
);
