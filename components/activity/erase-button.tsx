'use client';

import { Trash2 } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { plural, time } from '../ui/format';
import { TextField } from '../ui/text-field';
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
    return <Button disabled>Erase my activity</Button>;
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
  const [typed, setTyped] = useState('');
  const events = Object.values(summary.events).reduce((sum, each) => sum + each, 0);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    const how = { label: 'Erasure', failed: 'Nothing was erased' };
    const erased = await act(eraseActivity, { params: { id: userId } }, how);
    onClose();
    if (!erased) return;
    announce(`Erased: ${plural(erased.entries, 'event')}, ${plural(erased.days, 'day')}`);
    onErased();
  }

  return (
    <form onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-3 p-3">
      <ul aria-label="To be erased" className="flex flex-col rounded border">
        <Line>{plural(events, 'event')} in all</Line>
        <Line>
          {plural(summary.days, 'day')}
          {summary.firstDay !== null && `, since ${time(summary.firstDay, 'day')}`}
        </Line>
        <Line>{plural(summary.pages.length, 'visited page')}</Line>
      </ul>
      <TextField
        label={
          <>
            To confirm, type <code>{userId}</code>
          </>
        }
        value={typed}
        onChange={setTyped}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button type="submit" look="primary" disabled={typed !== userId}>
          Erase it all
        </Button>
      </div>
    </form>
  );
}

function Line({ children }: { children: ReactNode }) {
  return <li className="border-b px-2.5 py-1.5 last:border-0">{children}</li>;
}
