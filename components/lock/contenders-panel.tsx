'use client';

import { Hourglass, RefreshCw, Square } from 'lucide-react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { ChartPanel } from '../ui/chart-panel';
import type { Column } from '../ui/data-table';
import { milliseconds, time } from '../ui/format';
import { HoldsChart } from './holds-chart';
import { drawnHolds, overlapInStore, type DrawnHold } from './overlap';
import { useContenders } from './use-contenders';

const columns: Column<DrawnHold>[] = [
  { key: 'contender', title: 'Contender', value: ({ hold }) => hold.contender },
  { key: 'fence', title: 'Fence', value: ({ hold }) => hold.fence, numeric: true },
  {
    key: 'grantedAt',
    title: 'Granted',
    value: ({ hold }) => new Date(hold.grantedAt).toISOString(),
    cell: ({ hold }) => toTheMillisecond(hold.grantedAt),
    wide: true,
  },
  {
    key: 'held',
    title: 'In the store',
    value: ({ inStore }) => (inStore ? inStore.to - inStore.from : 0),
    cell: ({ inStore }) => milliseconds(inStore ? inStore.to - inStore.from : 0),
    numeric: true,
  },
  { key: 'accepted', title: 'Accepted', value: ({ hold }) => hold.accepted, numeric: true },
  { key: 'refused', title: 'Refused', value: ({ hold }) => hold.refused, numeric: true },
];

const toTheMillisecond = (at: number) =>
  `${time(at, 'second')}.${String(at % 1_000).padStart(3, '0')}`;

/** Several who want one lock at once, and when each of them could write. */
export function ContendersPanel({ onChange }: { onChange(): void }) {
  const { holds, running, ran, start, cancel } = useContenders(onChange);
  const drawn = drawnHolds(holds);
  const overlap = overlapInStore(drawn);
  const refused = holds.reduce((sum, hold) => sum + hold.refused, 0);
  return (
    <ChartPanel
      id="contenders"
      title="Four contenders"
      description={
        ran && (ran === 'renewing' ? 'each renews while it works' : 'each works past its TTL')
      }
      columns={columns}
      rows={drawn}
      rowKey={({ hold }) => String(hold.fence)}
      height={252}
      actions={
        running ? (
          <Button onClick={cancel}>
            <Square aria-hidden /> Cancel
          </Button>
        ) : (
          <NeedsSignIn inTitle>
            <Button onClick={() => void start('renewing')} aria-label="Renew while they work">
              <RefreshCw aria-hidden className="max-sm:hidden" />
              <span>
                Renew<span className="max-sm:hidden"> while they work</span>
              </span>
            </Button>
            <Button onClick={() => void start('outliving')} aria-label="Hold longer than the TTL">
              <Hourglass aria-hidden className="max-sm:hidden" />
              <span>
                Hold<span className="max-sm:hidden"> longer than the TTL</span>
              </span>
            </Button>
          </NeedsSignIn>
        )
      }
    >
      {holds.length === 0 ? (
        <EmptyState title={running ? 'They are asking for the lock' : 'Nobody contends yet'}>
          Each contender takes the same lock through the API, writes to the guarded store while it
          works, and gives it back.
        </EmptyState>
      ) : (
        <div className="flex h-full flex-col gap-2">
          <HoldsChart drawn={drawn} />
          <p className="text-xs text-ink-2">
            Two at once in the store:{' '}
            <strong className={overlap > 0 ? 'text-bad' : 'text-good'}>
              {milliseconds(overlap)}
            </strong>
            {refused > 0 && `; ${refused} who had lost the lock were refused by their fence`}
          </p>
        </div>
      )}
    </ChartPanel>
  );
}
