import type { Database, Queryable } from '../database/database';
import { CodedError } from '../errors';
import type { OperationId } from '../redis/operation-id';

export interface OrderLine {
  productId: number;
  quantity: number;
}

export interface PlacedOrder {
  id: number;
  /** Epoch milliseconds. */
  placedAt: number;
  totalCents: number;
}

/**
 * Places an order, all of it or nothing, at the prices of the moment. The same operation id again is the same order,
 * kept beside the order itself: however late it comes, it buys nothing twice.
 *
 * @param tenant the shop's short name
 * @param user the account's name
 * @param lines each product once
 * @throws CodedError `not_found` for a user or a product that is not there, `idempotency_key_reused`
 */
export function placeOrder(
  database: Database,
  order: { tenant: string; user: string; lines: readonly OrderLine[] },
  operationId: OperationId,
): Promise<PlacedOrder> {
  return database.withTransaction(async (tx) => {
    const [user] = await tx.query<{ id: number }>('select id from users where name = $1', [
      order.user,
    ]);
    if (!user) throw new CodedError('not_found', `There is no customer "${order.user}".`);
    const { id, fingerprint } = operationId;
    const [placed] = await tx.query<Head>(insertOrder, [order.tenant, user.id, id, fingerprint]);
    if (placed) {
      await insertAll(tx, placed.id, order);
      return read(tx, placed);
    }
    const [before] = await tx.query<Head & { fingerprint: string }>(selectBefore, [user.id, id]);
    if (!before) throw new CodedError('not_found', `There is no shop "${order.tenant}".`);
    if (before.fingerprint !== fingerprint)
      throw new CodedError('idempotency_key_reused', 'It placed an order of other lines.');
    operationId.replayed = true;
    return read(tx, before);
  });
}

interface Head {
  id: number;
  placedAt: Date;
}

async function insertAll(
  tx: Queryable,
  orderId: number,
  { lines }: { lines: readonly OrderLine[] },
): Promise<void> {
  const products = lines.map(({ productId }) => productId);
  const quantities = lines.map(({ quantity }) => quantity);
  const written = await tx.query<{ product: number }>(insertLines, [orderId, products, quantities]);
  const found = new Set(written.map(({ product }) => product));
  const missing = products.findIndex((product) => !found.has(product));
  if (missing >= 0)
    throw new CodedError('not_found', `This shop has no product ${products[missing]}.`, {
      fields: [{ field: `body/lines/${missing}/productId`, message: 'No product of this shop' }],
    });
}

async function read(tx: Queryable, { id, placedAt }: Head): Promise<PlacedOrder> {
  const [sum] = await tx.query<{ cents: number }>(
    'select sum(quantity::bigint * unit_price_cents)::bigint as cents from order_lines where order_id = $1',
    [id],
  );
  return { id, placedAt: placedAt.getTime(), totalCents: sum!.cents };
}

const insertOrder = `
insert into orders (tenant_id, user_id, operation_id, fingerprint)
select id, $2, $3, $4 from tenants where slug = $1
    on conflict (user_id, operation_id) where operation_id is not null do nothing
returning id, placed_at as "placedAt"`;

const selectBefore = `
select id, placed_at as "placedAt", fingerprint from orders where user_id = $1 and operation_id = $2`;

const insertLines = `
insert into order_lines (order_id, line_no, tenant_id, product_id, quantity, unit_price_cents)
select o.id, wanted.line_no, o.tenant_id, p.id, wanted.quantity, p.price_cents
  from orders o,
       unnest($2::int[], $3::int[]) with ordinality as wanted (product_id, quantity, line_no)
  join products p on p.id = wanted.product_id
 where o.id = $1 and p.tenant_id = o.tenant_id
returning product_id as product`;
