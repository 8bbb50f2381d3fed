import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { listReports, type ReportFacts } from '@/lib/patterns/query-cache/contract';
import { reports } from '@/lib/reports';

export const GET = handle(listReports, async () => ({ reports: reports as ReportFacts[] }));

export const OPTIONS = preflight([listReports]);
