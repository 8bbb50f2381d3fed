import { LocksLive } from '@/components/lock/locks-live';
import { PatternPage } from '@/components/pattern/pattern-page';
import { lock } from '@/lib/patterns/lock/contract';
import { keys } from '@/lib/patterns/lock/keys';

export const metadata = { title: 'Locks', description: lock.summary };

export default function Page() {
  return (
    <PatternPage pattern={lock} keys={keys}>
      <LocksLive />
    </PatternPage>
  );
}
