-- Who can sign in. Apart from the profile, so that nothing that reads, caches or shows a profile holds a hash.

create table accounts (
  name text primary key references users (name) on delete cascade,
  password_hash text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
