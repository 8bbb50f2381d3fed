import { sharedDatabase } from '@/lib/database/shared';
import { createQueryCache } from '@/lib/patterns/query-cache';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

export type QueryWork =
  | { prefix: string; kind: 'crowd'; askers: number }
  | { prefix: string; kind: 'model'; table: string; writes: number; reads: number }
  | { prefix: string; kind: 'commit and die'; table: string };

export interface CrowdReport {
  queries: number;
  answers: string[];
}
export interface QueryModelReport {
  writes: { tenant: string; n: number; returnedAt: number }[];
  reads: { tenant: string; n: number; startedAt: number; status: string; rowsOf: string }[];
}

const monotonicMs = () => Number(process.hrtime.bigint() / 1_000n) / 1_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * ms));
const tenants = ['alder', 'birch'];

/** One server: asks a real Postgres through a cache that it shares with other processes. */
process.on('message', async (work: QueryWork) => {
  const database = sharedDatabase();
  const cache = createQueryCache(createClient(sharedTransport()), {
    prefix: work.prefix,
    ttlMs: 60_000,
    staleMs: 60_000,
  });
  if (work.kind === 'crowd') process.send!(await crowd(work));
  else if (work.kind === 'model') process.send!(await model(work));
  else await commitAndDie(work);

  async function crowd({ askers }: QueryWork & { kind: 'crowd' }): Promise<CrowdReport> {
    let queries = 0;
    const sql = `select count(*) as n, md5(string_agg(quantity::text, ',' order by order_id, line_no)) as hash
                   from order_lines`;
    const ask = () =>
      cache.query<{ n: number; hash: string }>(
        { tenant: null, sql, parameters: [], reads: ['order_lines'] },
        () => {
          queries++;
          return database.query(sql);
        },
      );
    const readings = await Promise.all(Array.from({ length: askers }, ask));
    return { queries, answers: [...new Set(readings.map(({ rows }) => JSON.stringify(rows)))] };
  }

  /** Reads and writes beside each other until there are enough of both, however long that takes. */
  async function model({ table, writes, reads }: QueryWork & { kind: 'model' }) {
    const report: QueryModelReport = { writes: [], reads: [] };
    const isGoing = () => report.writes.length < writes || report.reads.length < reads;
    const sql = `select tenant, n from ${table} where tenant = $1`;
    const reader = async () => {
      while (isGoing()) {
        const startedAt = monotonicMs();
        const tenant = tenants[Math.random() < 0.5 ? 0 : 1]!;
        const { rows, status } = await cache.query<{ tenant: string; n: number }>(
          { tenant, sql, parameters: [tenant], reads: [{ table, row: tenant }] },
          async () => {
            await pause(5);
            const found = await database.query<{ tenant: string; n: number }>(sql, [tenant]);
            await pause(15);
            return found;
          },
        );
        report.reads.push({ tenant, startedAt, status, n: rows[0]!.n, rowsOf: rows[0]!.tenant });
        await pause(4);
      }
    };
    const writer = async () => {
      while (isGoing()) {
        const tenant = tenants[Math.random() < 0.5 ? 0 : 1]!;
        const { result } = await cache.write(tenant, [{ table, row: tenant }], () =>
          database.withTransaction((tx) => increment(tx, table, tenant)),
        );
        report.writes.push({ tenant, n: result, returnedAt: monotonicMs() });
        await pause(80);
      }
    };
    await Promise.all([reader(), reader(), reader(), writer()]);
    return report;
  }

  /** Ends as a crash does, between the commit and the news of it. */
  async function commitAndDie({ table }: QueryWork & { kind: 'commit and die' }) {
    await cache.write('alder', [table], async () => {
      const n = await database.withTransaction((tx) => increment(tx, table, 'alder'));
      process.send!(n, () => process.kill(process.pid, 'SIGKILL'));
      await new Promise(() => undefined);
    });
  }
});

async function increment(
  tx: Pick<ReturnType<typeof sharedDatabase>, 'query'>,
  table: string,
  tenant: string,
): Promise<number> {
  const sql = `update ${table} set n = n + 1 where tenant = $1 returning n`;
  return (await tx.query<{ n: number }>(sql, [tenant]))[0]!.n;
}
process.send!('ready');
