'use client';

import { usePolls } from '../live/live-provider';
import { chosenInterval } from '../live/settings';
import { DataTable, type Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { count } from '../ui/format';
import { Panel } from '../ui/panel';
import { freeCommands, type ActionCost } from './costs';
import { OpenTabCost } from './open-tab-cost';

const columns: Column<ActionCost>[] = [
  {
    key: 'call',
    title: 'Call',
    value: (row) => `${row.method} ${row.path} (${row.of})`,
    cell: (row) => (
      <>
        {row.of}
        <code className="block text-2xs text-ink-3">
          {row.method} {row.path}
        </code>
      </>
    ),
    wide: true,
  },
  { key: 'roundTrips', title: 'Round trips', value: (row) => row.roundTrips, numeric: true },
  {
    key: 'commands',
    title: 'Commands',
    value: (row) => row.commands,
    cell: (row) => <>≤ {row.commands}</>,
    numeric: true,
  },
  {
    key: 'perFreeMonth',
    title: 'Calls a free month',
    value: (row) => Math.floor(freeCommands / row.commands),
    cell: (row) => count(Math.floor(freeCommands / row.commands)),
    numeric: true,
  },
];

/** What calls cost by the contract, and what this very page costs, as measured. */
export function CostPanel({ actions }: { actions: ActionCost[] }) {
  const polls = usePolls();
  const interval = chosenInterval.use();
  return (
    <Panel
      id="cost"
      title="Cost"
      description="In commands as a host bills them: each in a pipeline, and each inside a script"
      padded={false}
      actions={<ExportMenu name="cost-per-call" columns={columns} rows={actions} />}
    >
      <div className="grid min-w-0 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="min-w-0 lg:border-r">
          <DataTable
            label="Cost per call"
            columns={columns}
            rows={actions}
            rowKey={(row) => `${row.method} ${row.path} ${row.of}`}
          />
        </div>
        <div className="min-w-0 max-lg:border-t">
          <OpenTabCost polls={polls} interval={interval} />
        </div>
      </div>
    </Panel>
  );
}
