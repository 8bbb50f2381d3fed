'use client';

import { useState, type FormEvent } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { plural } from '../ui/format';
import { TextField } from '../ui/text-field';
import type { JobSummary, QueueName } from './api';

interface DeleteDialogProps {
  open: boolean;
  queue: QueueName;
  jobs: readonly Pick<JobSummary, 'id' | 'name'>[];
  onClose(): void;
  onConfirm(): void;
}

/** Shows what would be deleted; for more than one it asks for the queue's name. */
export function DeleteDialog({ open, queue, jobs, onClose, onConfirm }: DeleteDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={jobs.length === 1 ? 'Delete a job' : 'Delete jobs'}
      description="They are gone, whatever their state. Who works on one is told at their next sign of life."
    >
      <Preview queue={queue} jobs={jobs} onClose={onClose} onConfirm={onConfirm} />
    </Dialog>
  );
}

function Preview({ queue, jobs, onClose, onConfirm }: Omit<DeleteDialogProps, 'open'>) {
  const [typed, setTyped] = useState('');
  const asksName = jobs.length > 1;
  return (
    <form
      className="flex flex-col gap-3 p-3"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onConfirm();
      }}
    >
      <ul
        aria-label="Jobs to be deleted"
        className="max-h-48 overflow-y-auto rounded border"
        tabIndex={0}
      >
        {jobs.map(({ id, name }) => (
          <li key={id} className="border-b px-2.5 py-1.5 last:border-0">
            {name} <code className="text-xs text-ink-2">{id}</code>
          </li>
        ))}
      </ul>
      {asksName && (
        <TextField
          label={
            <>
              To confirm, type <code>{queue}</code>
            </>
          }
          value={typed}
          onChange={setTyped}
        />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" disabled={asksName && typed !== queue}>
          Delete {plural(jobs.length, 'job')}
        </Button>
      </div>
    </form>
  );
}
