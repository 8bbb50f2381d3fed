'use client';

import { EmptyState } from '../pattern/empty-state';
import type { Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { count, percent, plural, time } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import type { Actives } from './api';
import { Shade } from './shade';

type Cohort = Actives['retention'][number];

const later = [1, 2, 3, 4, 5, 6, 7];

const columns: Column<Cohort>[] = [
  { key: 'at', title: 'First day', value: ({ at }) => new Date(at).toISOString() },
  { key: 'newcomers', title: 'Newcomers', value: ({ newcomers }) => newcomers },
  ...later.map((days): Column<Cohort> => {
    const title = `Active ${plural(days, 'day')} later`;
    return { key: `day${days}`, title, value: ({ returned }) => returned[days - 1] ?? '' };
  }),
];

/** Of those who came first on a day, how many came back on each of the days after. */
export function RetentionPanel({ data }: { data: Actives | undefined }) {
  const cohorts = data?.retention;
  return (
    <Panel
      id="retention"
      title="Who comes back"
      description="Newcomers of a day who were active so many days later; the last figure of a row still grows"
      padded={false}
      actions={<ExportMenu name="retention" columns={columns} rows={cohorts ?? []} />}
    >
      <div className="min-h-60">
        {cohorts === undefined ? (
          <Skeleton className="m-3 h-52" />
        ) : cohorts.every(({ newcomers }) => newcomers === 0) ? (
          <EmptyState title="No newcomers in the last 14 days">
            Whoever does something for the first time is a newcomer of that day.
          </EmptyState>
        ) : (
          <Grid cohorts={cohorts} />
        )}
      </div>
    </Panel>
  );
}

function Grid({ cohorts }: { cohorts: readonly Cohort[] }) {
  return (
    <div className="relative overflow-x-auto p-3" role="group" aria-label="Retention" tabIndex={0}>
      <table className="w-full min-w-128 table-fixed border-separate border-spacing-0.5 text-2xs">
        <caption className="sr-only">Newcomers of the last 14 days who came back</caption>
        <thead>
          <tr className="text-ink-3">
            <th scope="col" className="w-14 text-left font-normal">
              First day
            </th>
            <th scope="col" className="w-16 font-normal">
              Newcomers
            </th>
            {later.map((days) => (
              <th key={days} scope="col" className="font-normal">
                <span aria-hidden>+{days}</span>
                <span className="sr-only">{plural(days, 'day')} later</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ at, newcomers, returned }) => (
            <tr key={at}>
              <th scope="row" className="whitespace-nowrap text-left font-normal text-ink-2">
                {time(at, 'day')}
              </th>
              <td className="text-center font-medium">{count(newcomers)}</td>
              {returned.map((users, index) => (
                <Returned key={index} users={users} of={newcomers} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Returned({ users, of }: { users: number | null; of: number }) {
  // Days to come, and days of which nobody could come back, have no figure.
  if (users === null || of === 0)
    return (
      <td className="text-center text-ink-3">
        <span aria-hidden>{users === null ? '' : '–'}</span>
        <span className="sr-only">{users === null ? 'not yet' : 'nobody to come back'}</span>
      </td>
    );
  const share = users / of;
  return (
    <Shade share={share} title={`${count(users)} of ${count(of)}`}>
      {percent(share)}
    </Shade>
  );
}
