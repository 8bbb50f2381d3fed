-- $1: how many
with words as (
  select
    array['Quiet', 'Copper', 'Northern', 'Folding', 'Woven', 'Amber', 'Coastal', 'Hollow', 'Plain', 'Walnut', 'Misty',
      'Sturdy', 'Linen', 'Slate', 'Early', 'Wandering', 'Cobalt', 'Mossy', 'Paper', 'Winter'] as look,
    -- Two things of each category.
    array['camping', 'kitchen', 'clothing', 'furniture', 'lighting', 'stationery', 'garden', 'travel', 'textiles',
      'tools', 'tableware', 'storage'] as category,
    array['Tent', 'Stove', 'Kettle', 'Pan', 'Jacket', 'Scarf', 'Chair', 'Stool', 'Lantern', 'Candle', 'Notebook',
      'Pencil', 'Hammock', 'Trowel', 'Backpack', 'Thermos', 'Blanket', 'Rug', 'Knife', 'Compass', 'Bowl', 'Mug',
      'Basket', 'Shelf'] as thing,
    array['oak', 'steel', 'wool', 'cotton', 'brass', 'glass', 'canvas', 'cork', 'bamboo', 'clay'] as material,
    array['made to be mended', 'for small rooms', 'that packs flat', 'with a ten-year guarantee', 'dyed by hand',
      'for two', 'that ages well', 'tested in the rain'] as promise
)
insert into products
  (id, tenant_id, sku, name, description, category, price_cents, stock, created_at, updated_at)
select
  i,
  pg_temp.tenant_at((i - 1) / $1::double precision),
  'P-' || lpad(i::text, 6, '0'),
  pg_temp.pick(look, i, 11) || ' ' || thing[kind] || ' ' || i,
  'Made of ' || pg_temp.pick(material, i, 13) || ' and ' || pg_temp.pick(material, i, 14) || ', '
    || pg_temp.pick(promise, i, 15) || '.',
  category[(kind + 1) / 2],
  300 + floor(30000 * power(pg_temp.uniform(i, 17), 3))::integer,
  floor(500 * pg_temp.uniform(i, 18))::integer,
  timestamptz '2022-01-01 00:00Z',
  timestamptz '2022-01-01 00:00Z'
from words,
  generate_series(1, $1::integer) i,
  lateral (select 1 + floor(24 * pg_temp.uniform(i, 12))::integer as kind) drawn
