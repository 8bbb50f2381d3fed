'use client';

import { useState } from 'react';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { plural } from '../ui/format';
import {
  editJobs,
  replayDead,
  type Edit,
  type JobSummary,
  type QueueName,
  type State,
} from './api';
import { DeleteDialog } from './delete-dialog';
import { roleFor } from './view-state';

interface BulkBarProps {
  queue: QueueName;
  state: State;
  /** Of the page that is shown. */
  rows: readonly JobSummary[];
  picked: readonly JobSummary[];
  onPick(ids: readonly string[]): void;
  onChange(): void;
}

const done: Record<Edit, string> = {
  retry: 'to be tried again',
  promote: 'due now',
  delete: 'deleted',
};

/** What can be done to the jobs that were picked, and to all the dead. */
export function BulkBar({ queue, state, rows, picked, onPick, onChange }: BulkBarProps) {
  const [deleting, setDeleting] = useState(false);
  const act = useAction();
  const ended = state === 'done' || state === 'dead';

  async function edit(action: Edit) {
    const body = { action, ids: picked.map(({ id }) => id) };
    const options = {
      label: `${action} of ${plural(picked.length, 'job')}`,
      failed: 'Nothing was changed',
    };
    const answer = await act(editJobs, { params: { queue }, body }, options);
    if (answer) announce(`${plural(answer.changed.length, 'job')} ${done[action]}`);
    onChange();
  }

  async function replay() {
    const options = { label: 'Replay of the dead', failed: 'Nothing was replayed' };
    const answer = await act(replayDead, { params: { queue }, body: {} }, options);
    if (answer) announce(`${plural(answer.changed.length, 'job')} to be tried again`);
    onChange();
  }

  return (
    <div className="border-b px-3 py-2">
      <NeedsSignIn
        role={roleFor(queue)}
        to="change jobs"
        className="flex flex-wrap items-center gap-1.5"
      >
        <Button
          disabled={rows.length === 0}
          onClick={() => onPick(picked.length === rows.length ? [] : rows.map(({ id }) => id))}
        >
          {picked.length > 0 && picked.length === rows.length ? 'Pick none' : 'Pick the page'}
        </Button>
        {ended && (
          <Button disabled={picked.length === 0} onClick={() => void edit('retry')}>
            Try {picked.length || ''} again
          </Button>
        )}
        {state === 'delayed' && (
          <Button disabled={picked.length === 0} onClick={() => void edit('promote')}>
            Promote {picked.length || ''}
          </Button>
        )}
        <Button disabled={picked.length === 0} onClick={() => setDeleting(true)}>
          Delete {picked.length || ''}…
        </Button>
        {state === 'dead' && (
          <Button disabled={rows.length === 0} onClick={() => void replay()}>
            Replay the first 100
          </Button>
        )}
      </NeedsSignIn>
      <DeleteDialog
        open={deleting}
        queue={queue}
        jobs={picked}
        onClose={() => setDeleting(false)}
        onConfirm={() => {
          setDeleting(false);
          void edit('delete');
        }}
      />
    </div>
  );
}
