import { ActivityLive } from '@/components/activity/activity-live';
import { RangeControl } from '@/components/activity/range';
import { PatternPage } from '@/components/pattern/pattern-page';
import { activity } from '@/lib/patterns/activity/contract';
import { keys } from '@/lib/patterns/activity/keys';

export const metadata = { title: 'User activity', description: activity.summary };

export default function Page() {
  return (
    <PatternPage pattern={activity} keys={keys} range={<RangeControl />}>
      <ActivityLive />
    </PatternPage>
  );
}
