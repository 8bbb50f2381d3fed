import { PatternPage } from '@/components/pattern/pattern-page';
import { HourOrDay } from '@/components/pattern/range';
import { QueryCacheLive } from '@/components/query-cache/query-cache-live';
import { queryCache, tenants, type ReportFacts } from '@/lib/patterns/query-cache/contract';
import { keys } from '@/lib/patterns/query-cache/keys';
import { reports } from '@/lib/reports';

export const metadata = { title: 'Query cache', description: queryCache.summary };

export default function Page() {
  return (
    <PatternPage pattern={queryCache} keys={keys} range={<HourOrDay />}>
      <QueryCacheLive reports={reports as ReportFacts[]} tenants={tenants} />
    </PatternPage>
  );
}
