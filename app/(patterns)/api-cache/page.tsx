import { PatternPage } from '@/components/pattern/pattern-page';
import { HourOrDay } from '@/components/pattern/range';
import { ResponseCacheLive } from '@/components/response-cache/response-cache-live';
import { responseCache } from '@/lib/patterns/response-cache/contract';
import { keys } from '@/lib/patterns/response-cache/keys';

export const metadata = { title: 'API cache', description: responseCache.summary };

export default function Page() {
  return (
    <PatternPage pattern={responseCache} keys={keys} range={<HourOrDay />}>
      <ResponseCacheLive />
    </PatternPage>
  );
}
