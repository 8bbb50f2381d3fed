'use client';

import { Check, X } from 'lucide-react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { DataTable, type Column } from '../ui/data-table';
import { duration, plural, time } from '../ui/format';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';
import type { Entry } from './api';
import { isLater } from './transcript';
import type { RoomView } from './use-room';
import { usePlain } from './use-plain';

interface Row {
  id: string;
  at: number;
  text: string;
  stream: boolean;
  plain: boolean;
}

interface ComparePanelProps {
  room: string;
  view: RoomView;
  onSay(text: string): void;
}

/** What a lost connection costs this tab, and what it costs a plain subscriber that loses it too. */
export function ComparePanel({ room, view, onSay }: ComparePanelProps) {
  const plain = usePlain(room, view.last, view.drop);
  const { comparison } = plain;
  const rows = comparison ? rowsOf(view, comparison.from, comparison.got) : [];
  const missed = rows.filter((row) => !row.plain).length;
  const isAway = comparison?.backAt !== undefined;
  return (
    <Panel
      id="compare"
      title="Drop my connection"
      description="beside a plain pub/sub subscriber"
      padded={false}
      actions={
        <>
          {comparison && !isAway && (
            <Button size="sm" look="quiet" onClick={plain.stop}>
              Stop
            </Button>
          )}
          <Button size="sm" disabled={isAway || view.status !== 'live'} onClick={plain.start}>
            Drop it for 10 s
          </Button>
        </>
      }
    >
      {comparison === undefined ? (
        <EmptyState title="Both listen, both lose the connection">
          A second, plain subscriber listens beside this tab. Drop both connections, let something
          be said meanwhile, and see who has it when they are back.
        </EmptyState>
      ) : (
        <>
          <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-2 text-xs">
            <p role="status" className="text-ink-2">
              <Progress backAt={comparison.backAt} missed={missed} total={rows.length} />
            </p>
            <NeedsSignIn inTitle>
              <Button size="sm" onClick={() => onSay(`Said at ${time(Date.now(), 'second')}`)}>
                Say something now
              </Button>
            </NeedsSignIn>
          </div>
          <DataTable
            label="Who has which message"
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
          />
        </>
      )}
    </Panel>
  );
}

function Progress({
  backAt,
  missed,
  total,
}: {
  backAt: number | undefined;
  missed: number;
  total: number;
}) {
  const now = useNow();
  if (backAt !== undefined) return `Both are away, back in ${duration(backAt - (now || backAt))}.`;
  if (total === 0) return 'Both listen.';
  return `Both listen. The plain subscriber has missed ${missed} of ${plural(total, 'message')}.`;
}

/** What was said since the comparison began, oldest first. */
function rowsOf({ entries, heard }: RoomView, from: string, got: ReadonlySet<string>): Row[] {
  const isMessage = (entry: Entry) => entry.kind === 'message';
  return (entries ?? [])
    .filter((entry) => isMessage(entry) && isLater(entry.id, from))
    .map((entry) => ({
      id: entry.id,
      at: entry.at,
      text: 'text' in entry ? entry.text : '',
      stream: heard.has(entry.id),
      plain: got.has(entry.id),
    }));
}

const has = (value: boolean) =>
  value ? (
    <span className="inline-flex items-center gap-1 whitespace-nowrap text-good">
      <Check aria-hidden className="size-3.5" /> has it
    </span>
  ) : (
    <span className="inline-flex items-center gap-1 whitespace-nowrap text-bad">
      <X aria-hidden className="size-3.5" /> not
    </span>
  );

const columns: Column<Row>[] = [
  { key: 'text', title: 'Message', value: (row) => row.text, wide: true },
  { key: 'at', title: 'Said at', value: (row) => time(row.at, 'second') },
  {
    key: 'stream',
    title: 'This tab',
    value: (row) => String(row.stream),
    cell: (row) => has(row.stream),
  },
  {
    key: 'plain',
    title: 'Plain pub/sub',
    value: (row) => String(row.plain),
    cell: (row) => has(row.plain),
  },
];
