import { PatternPage } from '@/components/pattern/pattern-page';
import { HourOrDay } from '@/components/pattern/range';
import { SessionsLive } from '@/components/sessions/sessions-live';
import { sessions } from '@/lib/patterns/sessions/contract';
import { keys } from '@/lib/patterns/sessions/keys';

export const metadata = { title: 'Sessions', description: sessions.summary };

export default function Page() {
  return (
    <PatternPage pattern={sessions} keys={keys} range={<HourOrDay />}>
      <SessionsLive />
    </PatternPage>
  );
}
