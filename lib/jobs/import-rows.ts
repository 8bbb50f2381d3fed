import { z } from 'zod';
import type { Queryable } from '../database/database';
import { defineJobType } from './job-type';

const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'No control characters');

const row = z.strictObject({
  sku: z.string().regex(/^[\w.-]{1,40}$/, 'Letters, digits and . _ - only'),
  name: text(100),
  category: text(40),
  priceCents: z.int().min(0).max(100_000_000),
  stock: z.int().min(0).max(1_000_000),
});
type Row = z.output<typeof row>;

/**
 * Writes products of a tenant, all of them or none, and once: that this job was carried out is written in the same
 * transaction. A worker that lost its lease and the one that took over wait for each other at that row.
 */
export const importRows = defineJobType({
  data: z.strictObject({
    tenantId: z.int().min(1).max(1_000_000),
    rows: z.array(row).min(1).max(200),
  }),
  tier: () => 'admin',
  run: ({ tenantId, rows }, { key, services, signal }) =>
    services.database().withTransaction(async (tx) => {
      const [first] = await tx.query(
        'insert into imports (job, rows) values ($1, $2) on conflict do nothing returning job',
        [key, rows.length],
      );
      if (first) await upsert(tx, tenantId, rows);
      // Before the commit: whoever lost the lease leaves the work to its new holder.
      signal.throwIfAborted();
      return { rows: rows.length, alreadyImported: first === undefined };
    }),
});

async function upsert(tx: Queryable, tenantId: number, rows: readonly Row[]): Promise<void> {
  // Of one article the last row counts, as it would if they came one after another.
  const last = [...new Map(rows.map((each) => [each.sku, each])).values()];
  await tx.query(
    `insert into products (tenant_id, sku, name, description, category, price_cents, stock)
     select $1, sku, name, '', category, price_cents, stock
     from unnest($2::text[], $3::text[], $4::text[], $5::int[], $6::int[])
       as given (sku, name, category, price_cents, stock)
     on conflict (tenant_id, sku) do update
       set name = excluded.name, category = excluded.category, price_cents = excluded.price_cents,
           stock = excluded.stock, version = products.version + 1, updated_at = now()`,
    [
      tenantId,
      last.map(({ sku }) => sku),
      last.map(({ name }) => name),
      last.map(({ category }) => category),
      last.map(({ priceCents }) => priceCents),
      last.map(({ stock }) => stock),
    ],
  );
}
