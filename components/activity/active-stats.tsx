'use client';

import { count, plural } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import type { Actives, Summary } from './api';

interface ActiveStatsProps {
  actives: Actives | undefined;
  userId: string | null | undefined;
  summary: Summary | undefined;
}

/** How many are active now, and the streak of whoever looks. */
export function ActiveStats({ actives, userId, summary }: ActiveStatsProps) {
  const streak = summary?.streak;
  return (
    <Stats label="Active users">
      <Stat
        label="Active today"
        value={actives && count(actives.today)}
        note="users since midnight, UTC"
      />
      <Stat
        label="This week"
        value={actives && count(actives.week)}
        note="each once, from Monday"
      />
      <Stat
        label="This month"
        value={actives && count(actives.month)}
        note="each once, from the first"
      />
      <Stat
        label="Your streak"
        value={userId === null ? '–' : streak && plural(streak.current, 'day')}
        note={
          userId === null
            ? 'once you have signed in'
            : streak &&
              `${streak.today ? 'today counted' : 'today is still open'}, longest ${count(streak.longest)}`
        }
      />
    </Stats>
  );
}
