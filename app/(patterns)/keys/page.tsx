import { PatternPage } from '@/components/pattern/pattern-page';
import { KeysLive } from '@/components/scan/keys-live';
import { scan } from '@/lib/patterns/scan/contract';
import { keys } from '@/lib/patterns/scan/keys';

export const metadata = { title: scan.title, description: scan.summary };

export default function Page() {
  return (
    <PatternPage pattern={scan} keys={keys}>
      <KeysLive />
    </PatternPage>
  );
}
