'use client';

import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { time } from '../ui/format';
import { showToast } from '../ui/toasts';
import { muteUser, redactMessage, type Entry, type Message } from './api';

const muteMs = 10 * 60_000;

interface ModerateDialogProps {
  room: string;
  /** What it is about; undefined while the dialog is closed. */
  message: Message | undefined;
  isAdmin: boolean;
  onClose(): void;
  onRedacted(entry: Entry): void;
}

/** What can be done about a message: its author and admins take it out, admins mute who wrote it. */
export function ModerateDialog({
  room,
  message,
  isAdmin,
  onClose,
  onRedacted,
}: ModerateDialogProps) {
  const act = useAction();
  if (message === undefined) return null;
  const { id, user, text, at } = message;

  async function redact() {
    const found = await act(
      redactMessage,
      { params: { room, id } },
      { label: 'Take a message out', failed: 'The message was not taken out' },
    );
    if (!found) return;
    onRedacted(found.entry);
    announce('The message was taken out');
    onClose();
  }
  async function mute(forMs: number) {
    const found = await act(
      muteUser,
      { params: { room }, body: { user, forMs } },
      { label: forMs > 0 ? `Mute ${user}` : `Let ${user} speak`, failed: 'Nothing was changed' },
    );
    if (!found) return;
    const done =
      found.until === null
        ? `${user} may speak again`
        : `${user} is muted until ${time(found.until, 'minute')}`;
    void showToast('success', done);
    onClose();
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`The message of ${user}`}>
      <div className="flex flex-col gap-3 p-3">
        <blockquote className="max-h-40 overflow-y-auto whitespace-pre-wrap border-l-2 border-line-strong pl-2 [overflow-wrap:anywhere]">
          {text}
        </blockquote>
        <p className="text-xs text-ink-3">
          Said {time(at, 'moment')}. Taken out, its text leaves Redis, and everybody who has it is
          told. No message can be edited.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button look="primary" onClick={() => void redact()}>
            Take it out
          </Button>
          {isAdmin && (
            <>
              <Button onClick={() => void mute(muteMs)}>Mute {user} for 10 min</Button>
              <Button onClick={() => void mute(0)}>Let {user} speak</Button>
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}
