import { CountersLive } from '@/components/counters/counters-live';
import { PatternPage } from '@/components/pattern/pattern-page';
import { counters } from '@/lib/patterns/counters/contract';
import { keys } from '@/lib/patterns/counters/keys';

export const metadata = { title: 'Counters and presence', description: counters.summary };

export default function Page() {
  return (
    <PatternPage pattern={counters} keys={keys}>
      <CountersLive />
    </PatternPage>
  );
}
