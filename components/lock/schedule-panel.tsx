'use client';

import { Server } from 'lucide-react';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { EmptyState } from '../pattern/empty-state';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { DataTable, type Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { plural, time } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import { readScheduledRuns, runScheduled, type Runs } from './api';

type Call = Runs['calls'][number];

const servers = ['server-a', 'server-b'];
const outcomes = {
  ran: { tone: 'good', text: 'ran' },
  running: { tone: 'plain', text: 'refused: another runs it' },
  done: { tone: 'plain', text: 'refused: done in this minute' },
  lost: { tone: 'bad', text: 'too late: its result was refused' },
} as const;

const columns: Column<Call>[] = [
  {
    key: 'at',
    title: 'Called',
    value: (call) => new Date(call.at).toISOString(),
    cell: (call) => time(call.at, 'second'),
  },
  {
    key: 'caller',
    title: 'By',
    value: (call) => call.caller,
    cell: (call) => <span className="@md:whitespace-nowrap">{call.caller}</span>,
  },
  {
    key: 'outcome',
    title: 'Outcome',
    value: (call) => call.outcome,
    cell: (call) => <Badge tone={outcomes[call.outcome].tone}>{outcomes[call.outcome].text}</Badge>,
    wide: true,
  },
];

interface SchedulePanelProps {
  runs: Runs | undefined;
  onChange(): void;
}

/** A task of each minute that two servers are told to do and that one does. */
export function SchedulePanel({ runs, onChange }: SchedulePanelProps) {
  const act = useAction();

  async function callBoth() {
    const answers = await Promise.all(
      servers.map((caller) =>
        act(
          runScheduled,
          { body: { caller } },
          { label: `Run by ${caller}`, failed: `${caller} got no answer` },
        ),
      ),
    );
    const ran = servers.find((_, index) => answers[index]?.outcome === 'ran');
    announce(ran ? `${ran} ran the task` : 'Both were refused');
    onChange();
  }

  const calls = runs?.calls ?? [];
  return (
    <Panel
      id="schedule"
      title="A task of each minute"
      description={
        runs?.report
          ? `${time(runs.report.period, 'minute')}: ${plural(runs.report.keys, 'key')}, counted by ${runs.report.by}`
          : 'counts the keys of this Redis'
      }
      padded={false}
      actions={
        <>
          <NeedsSignIn inTitle>
            <Button
              look="primary"
              onClick={() => void callBoth()}
              aria-label="Call twice, from two servers at once"
            >
              <Server aria-hidden /> Call twice
            </Button>
          </NeedsSignIn>
          <ExportMenu name="scheduled-runs" columns={columns} rows={calls} />
        </>
      }
    >
      {runs === undefined ? (
        <div className="p-3">
          <Skeleton className="h-40" />
        </div>
      ) : calls.length === 0 ? (
        <EmptyState title="Nobody has called yet">
          Point the cron jobs of all your servers at <code>POST {readScheduledRuns.path}</code>. Of
          the calls of a minute, one runs the task.
        </EmptyState>
      ) : (
        <div
          className="max-h-64 overflow-y-auto"
          tabIndex={0}
          role="group"
          aria-label="Calls of the task"
        >
          <DataTable
            label="Calls of the task"
            columns={columns}
            rows={calls}
            rowKey={(call) => `${call.at} ${call.caller} ${call.outcome}`}
          />
        </div>
      )}
    </Panel>
  );
}
