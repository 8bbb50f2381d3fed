import { PatternPage } from '@/components/pattern/pattern-page';
import { RangeControl } from '@/components/rate-limit/range-control';
import { RateLimitsLive } from '@/components/rate-limit/rate-limits-live';
import { rateLimit } from '@/lib/patterns/rate-limit/contract';
import { keys } from '@/lib/patterns/rate-limit/keys';

export const metadata = { title: 'Rate limits', description: rateLimit.summary };

export default function Page() {
  return (
    <PatternPage pattern={rateLimit} keys={keys} range={<RangeControl />}>
      <RateLimitsLive />
    </PatternPage>
  );
}
