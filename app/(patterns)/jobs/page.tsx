import { PatternPage } from '@/components/pattern/pattern-page';
import { QueueChoice } from '@/components/queue/queue-choice';
import { QueueLive } from '@/components/queue/queue-live';
import { queuePattern } from '@/lib/patterns/queue/contract';
import { keys } from '@/lib/patterns/queue/keys';

export const metadata = { title: 'Job queue', description: queuePattern.summary };

export default function Page() {
  return (
    <PatternPage pattern={queuePattern} keys={keys} range={<QueueChoice />}>
      <QueueLive />
    </PatternPage>
  );
}
