'use client';

import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import type { Live } from '../live/use-live';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { DataTable, type Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { duration, plural, time } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import { useNow } from '../ui/use-now';
import { removeBlock, type Block, type Blocks } from './api';

interface BlocksPanelProps {
  /** Whether who looks may see the list; undefined until it is known. */
  isAdmin: boolean | undefined;
  blocks: Live<Blocks>;
}

/** Who is blocked, for how long yet, and the end of it. */
export function BlocksPanel({ isAdmin, blocks: { data, refresh } }: BlocksPanelProps) {
  const act = useAction();
  const rows = data?.blocks ?? [];

  async function lift({ policy, identifier }: Block) {
    const params = { policy, identifier };
    await act(removeBlock, { params }, { label: 'Lift a block', failed: 'The block stays' });
    refresh();
  }
  const columns = columnsOf((block) => void lift(block));

  return (
    <Panel
      id="blocks"
      title="Block list"
      description={isAdmin && data && plural(rows.length, 'block')}
      padded={false}
      actions={<ExportMenu name="blocks" columns={columns} rows={isAdmin ? rows : []} />}
    >
      {isAdmin === false ? (
        <div className="px-3 pb-1 pt-3">
          <NeedsSignIn role="admin" to="see and lift blocks" />
        </div>
      ) : data === undefined ? (
        <Skeleton className="m-3 h-16" />
      ) : rows.length === 0 ? (
        <EmptyState title="Nobody is blocked">
          Who is blocked gets a 429 for every call until the block ends or is lifted.
        </EmptyState>
      ) : (
        <DataTable
          label="Block list"
          columns={columns}
          rows={rows}
          rowKey={({ policy, identifier }) => `${policy} ${identifier}`}
        />
      )}
    </Panel>
  );
}

function columnsOf(onLift: (block: Block) => void): Column<Block>[] {
  return [
    {
      key: 'identifier',
      title: 'Identifier',
      value: ({ identifier }) => identifier,
      cell: ({ identifier }) => <code className="break-all text-xs">{identifier}</code>,
      wide: true,
    },
    {
      key: 'policy',
      title: 'Policy',
      value: ({ policy }) => policy,
      cell: ({ policy }) => <code className="whitespace-nowrap text-xs">{policy}</code>,
    },
    {
      key: 'until',
      title: 'Ends',
      value: ({ until }) => new Date(until).toISOString(),
      cell: (block) => <Ends block={block} onLift={onLift} />,
    },
  ];
}

function Ends({ block, onLift }: { block: Block; onLift(block: Block): void }) {
  const now = useNow();
  return (
    <div className="flex items-center justify-between gap-3">
      <span className="whitespace-nowrap" title={time(block.until, 'moment')}>
        {now === 0 ? '…' : `in ${duration(block.until - now)}`}
      </span>
      <Button
        size="sm"
        onClick={() => onLift(block)}
        aria-label={`Lift the block of ${block.identifier} in ${block.policy}`}
      >
        Lift
      </Button>
    </div>
  );
}
