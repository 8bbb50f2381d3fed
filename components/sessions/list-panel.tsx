'use client';

import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useLive } from '../live/use-live';
import { Button } from '../ui/button';
import { DataTable } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import { listSessions } from './api';
import { EndDialog, type Ending } from './end-dialog';
import { sessionColumns } from './session-columns';

interface ListPanelProps {
  userId: string;
  onChange(): void;
}

/** All sessions of the user who is signed in, and the end of one, of the others, or of all. */
export function ListPanel({ userId, onChange }: ListPanelProps) {
  const { data, refresh } = useLive(listSessions, {}, { label: 'Your sessions', whileIdle: false });
  const [ending, setEnding] = useState<Ending>();
  const rows = data?.sessions ?? [];
  const columns = sessionColumns((session) => setEnding({ scope: 'one', session }));

  return (
    <Panel
      id="sessions"
      title="Sessions"
      description={data && `${plural(rows.length, 'session')} of ${userId}`}
      padded={false}
      actions={
        <>
          <Button disabled={rows.length < 2} onClick={() => setEnding({ scope: 'others' })}>
            End others
          </Button>
          <Button disabled={rows.length === 0} onClick={() => setEnding({ scope: 'all' })}>
            <LogOut aria-hidden />
            <span>
              <span className="max-sm:sr-only">Sign out </span>everywhere
            </span>
          </Button>
          <ExportMenu name="sessions" columns={columns} rows={rows} />
        </>
      }
    >
      {data === undefined ? (
        <Skeleton className="m-3 h-24" />
      ) : (
        <DataTable
          label={`Sessions of ${userId}`}
          columns={columns}
          rows={rows}
          rowKey={(session) => session.handle}
        />
      )}
      <EndDialog
        ending={ending}
        sessions={rows}
        userId={userId}
        onClose={() => setEnding(undefined)}
        onEnded={(own) => {
          // Without a session there is no list to ask for.
          if (!own) refresh();
          onChange();
        }}
      />
    </Panel>
  );
}
