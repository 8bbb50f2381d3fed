import { PatternPage } from '@/components/pattern/pattern-page';
import { PipelinesLive } from '@/components/pipeline/pipelines-live';
import { pipeline } from '@/lib/patterns/pipeline/contract';
import { keys } from '@/lib/patterns/pipeline/keys';

export const metadata = { title: pipeline.title, description: pipeline.summary };

export default function Page() {
  return (
    <PatternPage pattern={pipeline} keys={keys}>
      <PipelinesLive />
    </PatternPage>
  );
}
