import {
  outdateReports,
  placeOrder,
  readQueryCacheStats,
  readReport,
} from '@/lib/patterns/query-cache/contract';
import { sharedDatabase } from '@/lib/database/shared';
import { createSessions } from '@/lib/patterns/sessions';
import { testRedis } from '../../support/redis';
import type { Exercise } from '../exercise';

const report = { params: { report: 'retention' }, query: { tenant: 'dogwood', months: '3' } };

/** An order needs a customer whom Postgres knows. */
async function order() {
  const { id } = await createSessions(testRedis().redis).create('ada', { device: 'Test' });
  const [product] = await sharedDatabase().query<{ id: number }>(
    'select min(id) as id from products where tenant_id = 4',
  );
  return {
    headers: { cookie: `session=${id}` },
    body: { tenant: 'dogwood', lines: [{ productId: product!.id, quantity: 1 }] },
  };
}

export const exercises: Exercise[] = [
  { operation: readReport, of: 'a report that is stored', before: [report], call: report },
  {
    operation: readReport,
    of: 'a report over three tables that is not',
    call: { params: { report: 'revenue' }, query: { tenant: 'dogwood', months: '3' } },
  },
  { operation: placeOrder, of: 'an order of any number of lines', call: order },
  {
    operation: outdateReports,
    of: 'any number of tables',
    call: { body: { tenant: null, tables: ['orders', 'products'] } },
  },
  {
    operation: readQueryCacheStats,
    of: 'a read of either range',
    call: { query: { range: '24h' } },
  },
];
