import { PatternPage } from '@/components/pattern/pattern-page';
import { SetsLive } from '@/components/sets/sets-live';
import { sets } from '@/lib/patterns/sets/contract';
import { keys } from '@/lib/patterns/sets/keys';

export const metadata = { title: 'Sets and roles', description: sets.summary };

export default function Page() {
  return (
    <PatternPage pattern={sets} keys={keys}>
      <SetsLive />
    </PatternPage>
  );
}
