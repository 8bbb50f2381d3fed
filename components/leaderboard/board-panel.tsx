'use client';

import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { DataTable } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { duration, time } from '../ui/format';
import { Panel } from '../ui/panel';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { useNow } from '../ui/use-now';
import type { Page } from './api';
import { CrowdButton } from './crowd-button';
import { useJustMoved, useLastLook } from './look';
import { Pager } from './pager';
import { rowColumns } from './row-columns';
import { sizes, useBoard, useChosenMember, useOffset, usePeriod, useSize } from './view-state';

interface BoardPanelProps {
  page: Page | undefined;
  isSwitching: boolean;
  members: number | undefined;
  me: string | undefined;
  onChange(): void;
}

/** The board page by page, with what changed since it was last looked at. */
export function BoardPanel({ page, isSwitching, members, me, onChange }: BoardPanelProps) {
  const [board] = useBoard();
  const [period] = usePeriod();
  const [size, setSize] = useSize();
  const [offset, setOffset] = useOffset();
  const [, choose] = useChosenMember();
  // While the answer is still that of the view before, it says nothing of this one.
  const current = isSwitching || page?.period !== period ? undefined : page;
  const { look, markAsSeen } = useLastLook(`${board} ${period}`, current);
  const moved = useJustMoved(`${board} ${period} ${offset} ${size}`, current?.rows);
  const columns = rowColumns({ me, look, moved, onChoose: (member) => void choose(member) });

  return (
    <Panel
      id="board"
      title="Board"
      description={page && spanOf(page)}
      padded={false}
      actions={
        <>
          <Segmented
            label="Lines"
            value={size}
            options={sizes.map((value) => ({ value, label: value, hint: `Top ${value}` }))}
            onChange={(next) => {
              void setSize(next);
              void setOffset(0);
            }}
          />
          <ExportMenu name="leaderboard" columns={columns} rows={page?.rows ?? []} />
        </>
      }
    >
      {page === undefined ? (
        <Skeleton className="m-3 h-80" />
      ) : page.rows.length === 0 ? (
        <NoLines offset={offset} onTop={() => void setOffset(0)} onPlayed={onChange} />
      ) : (
        <div
          className={cn(
            'max-h-[36rem] overflow-y-auto transition-opacity',
            isSwitching && 'opacity-40',
          )}
          tabIndex={0}
          role="group"
          aria-label="Lines of the board"
        >
          <DataTable
            label="Board"
            columns={columns}
            rows={page.rows}
            rowKey={({ member }) => member}
          />
        </div>
      )}
      <div className="flex flex-wrap items-end justify-between gap-3 border-t p-3">
        <Pager
          offset={offset}
          size={Number(size)}
          shown={page?.rows.length}
          members={members}
          hasMore={page?.hasMore ?? false}
          onMove={(to) => void setOffset(to)}
        />
        <SinceLook at={look?.at} onSeen={markAsSeen} />
      </div>
      {page !== undefined && page.rows.length > 0 && (
        <div className="border-t px-3 pb-3 pt-2">
          <CrowdButton onPlayed={onChange} />
        </div>
      )}
      <p className="text-pretty border-t px-3 py-2 text-xs text-ink-2">
        <strong className="font-medium text-ink">Ties:</strong> who reached a score first stands
        above. Equal scores share a rank, and the rank after two firsts is 3.
      </p>
    </Panel>
  );
}

interface NoLinesProps {
  offset: number;
  onTop(): void;
  onPlayed(): void;
}

function NoLines({ offset, onTop, onPlayed }: NoLinesProps) {
  if (offset > 0)
    return (
      <EmptyState title="The board ends above" action={<Button onClick={onTop}>To the top</Button>}>
        There are fewer members than that.
      </EmptyState>
    );
  return (
    <EmptyState title="Nobody here yet" action={<CrowdButton onPlayed={onPlayed} />}>
      The first game stands at the top. Play one above, or let ten players play.
    </EmptyState>
  );
}

function spanOf({ span }: Page): string {
  if (span === null) return 'of all time';
  const last = time(span.to - 1, 'day');
  const first = time(span.from, 'day');
  return first === last ? `${first}, UTC` : `${first} to ${last}, UTC`;
}

function SinceLook({ at, onSeen }: { at: number | undefined; onSeen(): void }) {
  const now = useNow();
  if (at === undefined || now === 0) return null;
  return (
    <div className="flex items-center gap-2 text-xs text-ink-2">
      <span>Moves since your last look, {duration(now - at)} ago</span>
      <Button size="sm" onClick={onSeen}>
        Mark as seen
      </Button>
    </div>
  );
}
