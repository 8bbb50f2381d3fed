import { PatternPage } from '@/components/pattern/pattern-page';
import { HourOrDay } from '@/components/pattern/range';
import { guardedBy } from '@/components/rate-limit/guarded';
import { RateLimitsLive } from '@/components/rate-limit/rate-limits-live';
import { allOperations } from '@/lib/catalogue';
import { rateLimit } from '@/lib/patterns/rate-limit/contract';
import { keys } from '@/lib/patterns/rate-limit/keys';

export const metadata = { title: 'Rate limits', description: rateLimit.summary };

export default function Page() {
  return (
    <PatternPage pattern={rateLimit} keys={keys} range={<HourOrDay />}>
      <RateLimitsLive guarded={guardedBy(allOperations())} />
    </PatternPage>
  );
}
