'use client';

import { useState } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { useSignedIn } from '../live/use-signed-in';
import { Button } from '../ui/button';
import { ConfirmForm } from '../ui/confirm-form';
import { Dialog } from '../ui/dialog';
import { removeMember } from './api';
import { useBoard } from './view-state';

interface RemoveButtonProps {
  member: string;
  me: string | undefined;
  onRemoved(): void;
}

/** Takes a member off the board: for themselves where they have an account, and for admins. */
export function RemoveButton({ member, me, onRemoved }: RemoveButtonProps) {
  const [board] = useBoard();
  const { userId, isAdmin } = useSignedIn({ role: 'admin' });
  const [isOpen, setOpen] = useState(false);
  const act = useAction();
  const isOwn = userId === member && member === me;
  if (!isOwn && isAdmin !== true) return null;

  async function remove() {
    const done = await act(
      removeMember,
      { params: { board, member } },
      { label: 'Removal', failed: 'Nobody was removed' },
    );
    setOpen(false);
    if (!done) return;
    announce(`${member} is on this board no more`);
    onRemoved();
  }

  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Remove
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={`Remove ${member}`}
        description="Their scores of all time, this and the last week, today and yesterday are deleted from this board. That cannot be undone."
      >
        <ConfirmForm
          word={member}
          action="Remove"
          onCancel={() => setOpen(false)}
          onConfirm={remove}
        />
      </Dialog>
    </>
  );
}
