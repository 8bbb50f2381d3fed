'use client';

import { ConfirmForm } from '../ui/confirm-form';
import { Dialog } from '../ui/dialog';
import { plural } from '../ui/format';
import type { Sweep, SweepBody } from './api';
import { Sample } from './sweep-progress';

interface SweepConfirmProps {
  /** The finished dry run of what is to be done; undefined while nothing is asked. */
  dryRun: Sweep | undefined;
  onClose(): void;
  onConfirm(body: SweepBody): void;
}

/** Shows what would be touched, and asks for the pattern before it is. */
export function SweepConfirm({ dryRun, onClose, onConfirm }: SweepConfirmProps) {
  return (
    <Dialog
      open={dryRun !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={dryRun?.action === 'expire' ? 'Let keys expire' : 'Delete keys'}
      description="Keys that match by the time it comes to them are touched too, and those that are gone are not."
    >
      {dryRun && <Confirm dryRun={dryRun} onClose={onClose} onConfirm={onConfirm} />}
    </Dialog>
  );
}

function Confirm({ dryRun, onClose, onConfirm }: SweepConfirmProps & { dryRun: Sweep }) {
  const { id, match, type, action, ttlMs, matched } = dryRun;
  return (
    <ConfirmForm
      word={match}
      action={`${action === 'expire' ? 'Expire' : 'Delete'} ${plural(matched, 'key')}`}
      onCancel={onClose}
      onConfirm={() => {
        onClose();
        onConfirm({
          match,
          ...(type && { type }),
          action,
          ...(ttlMs !== undefined && { ttlMs }),
          dryRun: false,
          dryRunId: id,
          confirm: match,
        });
      }}
    >
      <Sample names={dryRun.sample} />
    </ConfirmForm>
  );
}
