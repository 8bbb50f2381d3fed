import { count, percent } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import type { Status } from './api';

/** What was decided in the range, in all. */
export function StatusStats({ data }: { data: Status | undefined }) {
  const all = data && data.allowed + data.refused;
  const busiest = data?.policies.toSorted(
    (a, b) => b.allowed + b.refused - a.allowed - a.refused,
  )[0];
  return (
    <Stats label="Decisions">
      <Stat
        label="Allowed"
        value={data && count(data.allowed)}
        note="written once a minute, busy ones as they go"
        series={data?.series.map((point) => point.allowed) ?? []}
      />
      <Stat
        label="Refused"
        value={data && count(data.refused)}
        note="takes nothing from anyone"
        series={data?.series.map((point) => point.refused) ?? []}
        seriesClass="text-series-2"
      />
      <Stat
        label="Refused share"
        value={data && (all ? percent(data.refused / all) : '–')}
        note="of all checks in the range"
      />
      <Stat
        label="Busiest policy"
        value={data && (busiest?.policy ?? '–')}
        note={busiest && `${count(busiest.allowed + busiest.refused)} checks`}
      />
    </Stats>
  );
}
