'use client';

import { useState } from 'react';
import { useAction } from '../live/use-action';
import { ConfirmForm } from '../ui/confirm-form';
import { Dialog } from '../ui/dialog';
import { count } from '../ui/format';
import { Meter } from '../ui/meter';
import { invalidateUsers } from './api';

interface InvalidateDialogProps {
  open: boolean;
  importId: string;
  written: number | undefined;
  onClose(): void;
  onDone(forgotten: number, missing: number): void;
}

/** Says what would be forgotten, asks for the import's name, and goes on until none is left. */
export function InvalidateDialog(props: InvalidateDialogProps) {
  const { open, onClose, written } = props;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title="Forget all that an import wrote"
      description={`${written === undefined ? 'All its users' : `${count(written)} users`} and their roles are deleted, also those that a later import wrote over.`}
    >
      <Confirm {...props} />
    </Dialog>
  );
}

function Confirm({ importId, onClose, onDone }: InvalidateDialogProps) {
  const act = useAction();
  const [progress, setProgress] = useState<{ done: number; all: number }>();

  async function onConfirm() {
    let [forgotten, missing, left] = [0, 0, 1];
    setProgress({ done: 0, all: 1 });
    while (left > 0) {
      const options = { label: 'Invalidate an import', failed: 'Not all were forgotten' };
      const step = await act(invalidateUsers, { body: { import: importId } }, options);
      // A step that forgets nothing would be taken for ever.
      if (!step || (step.forgotten + step.missing === 0 && step.left > 0)) break;
      forgotten += step.forgotten;
      missing += step.missing;
      left = step.left;
      setProgress({ done: forgotten + missing, all: forgotten + missing + left });
    }
    onDone(forgotten, missing);
    onClose();
  }

  return (
    <ConfirmForm
      word={importId.slice(0, 8)}
      action="Forget them"
      onCancel={onClose}
      onConfirm={onConfirm}
    >
      {progress && (
        <Meter
          label="Forgotten"
          value={progress.done}
          max={progress.all}
          text={`${count(progress.done)} of ${count(progress.all)} users`}
        />
      )}
    </ConfirmForm>
  );
}
