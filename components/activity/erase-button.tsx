'use client';

import { Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { ConfirmForm } from '../ui/confirm-form';
import { Dialog } from '../ui/dialog';
import { plural, time } from '../ui/format';
import { eraseActivity, type Summary } from './api';

interface EraseButtonProps {
  userId: string | null | undefined;
  summary: Summary | undefined;
  onErased(): void;
}

/** Erases all of the user's activity, once they have seen how much it is and typed their name. */
export function EraseButton({ userId, summary, onErased }: EraseButtonProps) {
  const [isOpen, setOpen] = useState(false);
  if (typeof userId !== 'string' || summary === undefined)
    return (
      <Button disabled>
        <Trash2 aria-hidden /> Erase my activity
      </Button>
    );
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Trash2 aria-hidden /> Erase my activity
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={`Erase the activity of ${userId}`}
        description="Timeline, heat map, streaks and visited pages are deleted, and the user counts among the active users of no day any more. That cannot be undone."
      >
        <Confirm
          userId={userId}
          summary={summary}
          onClose={() => setOpen(false)}
          onErased={onErased}
        />
      </Dialog>
    </>
  );
}

interface ConfirmProps {
  userId: string;
  summary: Summary;
  onClose(): void;
  onErased(): void;
}

function Confirm({ userId, summary, onClose, onErased }: ConfirmProps) {
  const act = useAction();
  const events = Object.values(summary.events).reduce((sum, each) => sum + each, 0);

  async function onConfirm() {
    const how = { label: 'Erasure', failed: 'Nothing was erased' };
    const erased = await act(eraseActivity, { params: { id: userId } }, how);
    onClose();
    if (!erased) return;
    announce(`Erased: ${plural(erased.entries, 'event')}, ${plural(erased.days, 'day')}`);
    onErased();
  }

  return (
    <ConfirmForm word={userId} action="Erase it all" onCancel={onClose} onConfirm={onConfirm}>
      <ul aria-label="To be erased" className="flex flex-col rounded border">
        <Line>{plural(events, 'event')} in all</Line>
        <Line>
          {plural(summary.days, 'day')}
          {summary.firstDay !== null && `, since ${time(summary.firstDay, 'day')}`}
        </Line>
        <Line>{plural(summary.pages.length, 'visited page')}</Line>
      </ul>
    </ConfirmForm>
  );
}

function Line({ children }: { children: ReactNode }) {
  return <li className="border-b px-2.5 py-1.5 last:border-0">{children}</li>;
}
