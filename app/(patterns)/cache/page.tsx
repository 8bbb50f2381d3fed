import { CacheLive } from '@/components/cache/cache-live';
import { PatternPage } from '@/components/pattern/pattern-page';
import { HourOrDay } from '@/components/pattern/range';
import { cache } from '@/lib/patterns/cache/contract';
import { keys } from '@/lib/patterns/cache/keys';

export const metadata = { title: 'Cache', description: cache.summary };

export default function Page() {
  return (
    <PatternPage pattern={cache} keys={keys} range={<HourOrDay />}>
      <CacheLive />
    </PatternPage>
  );
}
