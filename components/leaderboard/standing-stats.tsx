import { count, percent } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import type { Standing } from './api';

interface StandingStatsProps {
  standing: Standing | undefined;
  /** False while it is still being read. */
  isKnown: boolean;
  members: number | undefined;
}

/** How one stands oneself. */
export function StandingStats({ standing, isKnown, members }: StandingStatsProps) {
  const shown = (value: number | null | undefined, as: (value: number) => string) =>
    !isKnown ? undefined : value === null || value === undefined ? '–' : as(value);
  return (
    <Stats label="How you stand">
      <Stat
        label="Your rank"
        value={shown(standing?.rank, count)}
        note={standing?.rank ? 'who ties shares it' : 'play a game to get one'}
      />
      <Stat label="Your score" value={shown(standing?.score, count)} note="exact up to ± 10⁹" />
      <Stat
        label="Percentile"
        value={shown(standing?.percentile, (value) => percent(value / 100))}
        note="of members score no better"
      />
      <Stat
        label="Members"
        value={members === undefined ? undefined : count(members)}
        note="in this period"
      />
    </Stats>
  );
}
