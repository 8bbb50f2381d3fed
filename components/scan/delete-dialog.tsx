'use client';

import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { ConfirmForm } from '../ui/confirm-form';
import { Dialog } from '../ui/dialog';
import { deleteKey } from './api';
import { shownName } from './key-line';

interface DeleteDialogProps {
  /** The key that is to go; null while nothing is asked. */
  name: string | null;
  onClose(): void;
  onDeleted(): void;
}

/** Asks for the key's name before it is deleted. */
export function DeleteDialog({ name, onClose, onDeleted }: DeleteDialogProps) {
  return (
    <Dialog
      open={name !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Delete one key"
      description="It is gone at once, with all that is in it."
    >
      {name !== null && <Confirm name={name} onClose={onClose} onDeleted={onDeleted} />}
    </Dialog>
  );
}

function Confirm({ name, onClose, onDeleted }: DeleteDialogProps & { name: string }) {
  const act = useAction();

  async function onConfirm() {
    const how = { label: 'Delete', failed: 'The key was not deleted' };
    const answer = await act(deleteKey, { query: { key: name } }, how);
    onClose();
    if (!answer) return;
    announce(answer.deleted ? 'The key is deleted' : 'The key was gone already');
    onDeleted();
  }

  return (
    <ConfirmForm
      word={shownName(name)}
      action="Delete the key"
      onCancel={onClose}
      onConfirm={onConfirm}
    />
  );
}
