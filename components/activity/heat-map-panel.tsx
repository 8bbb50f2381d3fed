'use client';

import type { Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { plural } from '../ui/format';
import { Panel } from '../ui/panel';
import type { Summary } from './api';
import { Own } from './own';
import { Shade } from './shade';

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

type Row = Summary['heatMap'][number];
const columns = (rows: readonly Row[]): Column<Row>[] => [
  { key: 'weekday', title: 'Weekday', value: (row) => weekdays[rows.indexOf(row)] ?? '' },
  ...hours.map((hour, index): Column<Row> => {
    return { key: hour, title: `${hour}:00`, value: (row) => row[index] ?? 0 };
  }),
];

interface HeatMapPanelProps {
  userId: string | null | undefined;
  summary: Summary | undefined;
}

/** All events of the user by weekday and hour. */
export function HeatMapPanel({ userId, summary }: HeatMapPanelProps) {
  const rows = summary?.heatMap ?? [];
  return (
    <Panel
      id="heat-map"
      title="Your hours"
      description="All your events by weekday and hour, UTC"
      padded={false}
      actions={<ExportMenu name="heat-map" columns={columns(rows)} rows={rows} />}
    >
      <div className="min-h-60">
        <Own
          userId={userId}
          data={summary}
          isEmpty={({ days }) => days === 0}
          title="No hour has an event yet"
          hint="Each event counts for its hour of the week, by the clock of Redis."
        >
          {({ heatMap }) => <HeatMap rows={heatMap} />}
        </Own>
      </div>
    </Panel>
  );
}

function HeatMap({ rows }: { rows: readonly Row[] }) {
  const most = Math.max(1, ...rows.flat());
  return (
    <div
      className="relative overflow-x-auto p-3"
      role="group"
      aria-label="Events by weekday and hour"
      tabIndex={0}
    >
      <table className="w-full min-w-160 table-fixed border-separate border-spacing-0.5 text-2xs">
        <caption className="sr-only">
          {plural(
            rows.flat().reduce((sum, each) => sum + each, 0),
            'event',
          )}
          , at most {most} in an hour of the week
        </caption>
        <thead>
          <tr>
            <th scope="col" className="w-9">
              <span className="sr-only">Weekday</span>
            </th>
            {hours.map((hour) => (
              <th key={hour} scope="col" className="font-normal text-ink-3">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, weekday) => (
            <tr key={weekdays[weekday]}>
              <th scope="row" className="text-left font-normal text-ink-2">
                {weekdays[weekday]}
              </th>
              {row.map((events, hour) => (
                <Shade
                  key={hours[hour]}
                  share={events / most}
                  title={`${weekdays[weekday]} ${hours[hour]}:00, ${plural(events, 'event')}`}
                >
                  {events}
                </Shade>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
