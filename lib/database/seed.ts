import { readFile } from 'node:fs/promises';
import type { Database, Queryable } from './database';

const USERS = 20_000;
const PRODUCTS = 5_000;
/** One to five in turn, three on average: orders are made by fives, so that the number of lines is exact. */
const LINES_OF_FIVE_ORDERS = 15;
/** About a second's work, which is what an interruption loses. */
const ORDERS_AT_ONCE = 10_000;

export interface SeedOptions {
  /** How many lines the orders have together, rounded up to a multiple of 15. Default 500 000. */
  orderLines?: number;
  /** Told after each step how many lines there are, and how many there will be. */
  onProgress?: (lines: number, of: number) => void;
}

interface SeedState {
  orders_wanted: number;
  orders_done: number;
  finished_at: Date | null;
}

/**
 * Fills the shop with users, products and orders, once. A row depends on its number alone, so every run makes the same
 * data; one that was interrupted is taken up where it was, since each step is written together with its count. Popular
 * products and busy users are few, as in life (Zipf's law).
 *
 * @returns the number of order lines; undefined where it had been done before, with whatever number
 */
export async function seed(
  database: Database,
  { orderLines = 500_000, onProgress }: SeedOptions = {},
): Promise<number | undefined> {
  const wanted = Math.ceil(orderLines / LINES_OF_FIVE_ORDERS) * 5;
  const state = (await readState(database)) ?? (await begin(database, wanted));
  if (state.finished_at) return undefined;

  const orders = state.orders_wanted;
  const report = (done: number) => onProgress?.(done * 3, orders * 3);
  for (let done = state.orders_done; done < orders;) {
    report(done);
    const last = Math.min(done + ORDERS_AT_ONCE, orders);
    const first = done + 1;
    await step(database, async (tx) => {
      await tx.query(await sql('orders'), [first, last, orders, USERS]);
      await tx.query(await sql('order-lines'), [first, last, PRODUCTS]);
      await tx.query('update seed_state set orders_done = $1', [last]);
    });
    done = last;
  }
  report(orders);
  // The planner knows nothing of what was just loaded, and its first reports would be needlessly slow.
  await database.query('analyze');
  await database.query('update seed_state set finished_at = now()');
  return orders * 3;
}

async function readState(database: Queryable): Promise<SeedState | undefined> {
  const [state] = await database.query<SeedState>('select * from seed_state');
  return state;
}

async function begin(database: Database, ordersWanted: number): Promise<SeedState> {
  return step(database, async (tx) => {
    await tx.query(await sql('users'), [USERS]);
    await tx.query(await sql('products'), [PRODUCTS]);
    const [state] = await tx.query<SeedState>(
      'insert into seed_state (orders_wanted) values ($1) returning *',
      [ordersWanted],
    );
    return state as SeedState;
  });
}

/** One transaction with the functions that the generating statements call: they belong to a session. */
function step<T>(database: Database, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return database.withTransaction(async (tx) => {
    await tx.query(await sql('functions'));
    // Foreign keys hold by construction, and checking each row of half a million takes twice the time of writing them.
    // Few hosts let anyone but themselves do without.
    await tx.query(
      `select set_config('session_replication_role', 'replica', true)
        where has_parameter_privilege('session_replication_role', 'set')`,
    );
    return work(tx);
  });
}

function sql(name: string): Promise<string> {
  return readFile(new URL(`./seed/${name}.sql`, import.meta.url), 'utf8');
}
