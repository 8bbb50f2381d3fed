'use client';

import { useState, type FormEvent } from 'react';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { plural } from '../ui/format';
import { TextField } from '../ui/text-field';
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
  const [typed, setTyped] = useState('');
  const { id, match, type, action, ttlMs, matched } = dryRun;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    onClose();
    onConfirm({
      match,
      ...(type && { type }),
      action,
      ...(ttlMs !== undefined && { ttlMs }),
      dryRun: false,
      dryRunId: id,
      confirm: typed,
    });
  }

  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-3 p-3">
      <Sample names={dryRun.sample} />
      <TextField
        label={
          <>
            To confirm, type <code className="wrap-anywhere">{match}</code>
          </>
        }
        value={typed}
        onChange={setTyped}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Keep them</Button>
        <Button type="submit" look="primary" disabled={typed !== match}>
          {action === 'expire' ? 'Expire' : 'Delete'} {plural(matched, 'key')}
        </Button>
      </div>
    </form>
  );
}
