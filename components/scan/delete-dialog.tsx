'use client';

import { useState, type FormEvent } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { TextField } from '../ui/text-field';
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
  const [typed, setTyped] = useState('');
  const shown = shownName(name);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    const how = { label: 'Delete', failed: 'The key was not deleted' };
    const answer = await act(deleteKey, { query: { key: name } }, how);
    onClose();
    if (!answer) return;
    announce(answer.deleted ? 'The key is deleted' : 'The key was gone already');
    onDeleted();
  }

  return (
    <form onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-3 p-3">
      <TextField
        label={
          <>
            To confirm, type <code className="wrap-anywhere">{shown}</code>
          </>
        }
        value={typed}
        onChange={setTyped}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button type="submit" look="primary" disabled={typed !== shown}>
          Delete the key
        </Button>
      </div>
    </form>
  );
}
