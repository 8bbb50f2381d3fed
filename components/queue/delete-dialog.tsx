'use client';

import { ConfirmForm } from '../ui/confirm-form';
import { Dialog } from '../ui/dialog';
import { plural } from '../ui/format';
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
  return (
    <ConfirmForm
      word={jobs.length > 1 ? queue : undefined}
      action={`Delete ${plural(jobs.length, 'job')}`}
      onCancel={onClose}
      onConfirm={onConfirm}
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
    </ConfirmForm>
  );
}
