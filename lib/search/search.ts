import type { Queryable } from '../database/database';

export interface FoundProduct {
  id: number;
  name: string;
  category: string;
  shop: string;
  priceCents: number;
  sold: number;
  buyers: number;
}

/**
 * Slow on purpose of nobody: a pattern that begins with anything can use no index, so every product is looked at, and
 * what was sold of each that matches is added up from its order lines.
 */
const sql = `
with words as (
  select '%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%' as pattern
    from regexp_split_to_table($1, '\\s+') word
   where word <> ''
), matching as (
  select p.*, (select count(*) from words where p.name ilike pattern) as in_name
    from products p
   where not exists (
     select from words where p.name || ' ' || p.category || ' ' || p.description not ilike pattern
   )
), sales as (
  select l.product_id, sum(l.quantity) as sold, count(distinct o.user_id) as buyers
    from order_lines l
    join matching m on m.id = l.product_id
    join orders o on o.id = l.order_id
   where o.status not in ('cancelled', 'returned')
   group by l.product_id
)
select m.id, m.name, m.category, t.name as shop, m.price_cents as "priceCents",
       coalesce(s.sold, 0) as sold, coalesce(s.buyers, 0) as buyers, count(*) over () as found
  from matching m
  join tenants t on t.id = m.tenant_id
  left join sales s on s.product_id = m.id
 order by m.in_name desc, sold desc, m.id
 limit $2`;

/** Products that have each of the words in their name, category or description: the best match first, then the best seller. */
export async function searchProducts(
  database: Queryable,
  words: string,
  limit: number,
): Promise<{ found: number; products: FoundProduct[] }> {
  const rows = await database.query<FoundProduct & { found: number }>(sql, [words, limit]);
  return { found: rows[0]?.found ?? 0, products: rows.map(({ found: _, ...product }) => product) };
}
