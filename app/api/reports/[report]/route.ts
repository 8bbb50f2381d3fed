import { sharedDatabase } from '@/lib/database/shared';
import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { cacheStatus } from '@/lib/patterns/cache';
import { readReport, type ResultOfReport } from '@/lib/patterns/query-cache/contract';
import { parametersOf, reports, type Report } from '@/lib/reports';
import { reportCache } from '../../query-cache/cache';

type Row = ResultOfReport['rows'][number];

export const GET = handle(readReport, async ({ params, query, redis, headers, background }) => {
  const report = reports.find(({ name }) => name === params.report)!;
  const { tenant, ...given } = query;
  refuseUnused(report, given);
  const parameters = parametersOf(report, { months: 12, limit: 10, ...given });
  const { rows, ...cache } = await reportCache(redis, background).query<Row>(
    { tenant, sql: report.sql, parameters, reads: report.reads },
    () => sharedDatabase('analysis').query<Row>(report.sql, [tenant, ...parameters]),
  );
  headers.set('cache-status', cacheStatus('queries', cache));
  headers.set('age', String(Math.floor(cache.ageMs / 1_000)));
  return { report: report.name, tenant, columns: [...report.columns], rows: [...rows], cache };
});

export const OPTIONS = preflight([readReport]);

/** A parameter that changes nothing would be a question with two keys, and a caller who is mistaken. */
function refuseUnused({ name, uses }: Report, given: object): void {
  const unused = Object.keys(given).filter((key) => !(uses as readonly string[]).includes(key));
  if (unused.length === 0) return;
  throw new CodedError('invalid_request', `The report "${name}" takes no ${unused.join(', ')}.`, {
    fields: unused.map((key) => ({ field: `query/${key}`, message: 'Not of this report' })),
  });
}
