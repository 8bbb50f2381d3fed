import { PageViewsLive } from '@/components/analytics/page-views-live';
import { RangeControl } from '@/components/analytics/range-control';
import { PatternPage } from '@/components/pattern/pattern-page';
import { analytics } from '@/lib/patterns/analytics/contract';
import { keys } from '@/lib/patterns/analytics/keys';

export const metadata = { title: 'Page views', description: analytics.summary };

export default function Page() {
  return (
    <PatternPage pattern={analytics} keys={keys} range={<RangeControl />}>
      <PageViewsLive />
    </PatternPage>
  );
}
