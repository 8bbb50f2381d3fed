'use client';

import { useState, type FormEvent } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { plural } from '../ui/format';
import { TextField } from '../ui/text-field';
import { endSession, endSessions, type Listed } from './api';
import { nameOf } from './session-columns';

/** What the user is about to end. */
export type Ending = { scope: 'one'; session: Listed } | { scope: 'others' | 'all' };

interface EndDialogProps {
  ending: Ending | undefined;
  sessions: readonly Listed[];
  userId: string;
  onClose(): void;
  /** @param own true where the session of this browser was among them */
  onEnded(own: boolean): void;
}

const titles = { one: 'End one session', others: 'End all others', all: 'Sign out everywhere' };

/** Shows what would be ended before it is; for more than one it asks for the user's name. */
export function EndDialog({ ending, sessions, userId, onClose, onEnded }: EndDialogProps) {
  return (
    <Dialog
      open={ending !== undefined}
      onOpenChange={(open) => !open && onClose()}
      title={ending ? titles[ending.scope] : ''}
      description="Their ids are refused from then on, wherever they are used."
    >
      {ending && (
        <Preview
          ending={ending}
          doomed={sessions.filter((session) => isMeant(ending, session))}
          userId={userId}
          onClose={onClose}
          onEnded={onEnded}
        />
      )}
    </Dialog>
  );
}

function isMeant(ending: Ending, session: Listed): boolean {
  if (ending.scope === 'one') return session.handle === ending.session.handle;
  return ending.scope === 'all' || !session.current;
}

type PreviewProps = Omit<EndDialogProps, 'ending' | 'sessions'> & {
  ending: Ending;
  doomed: readonly Listed[];
};

function Preview({ ending, doomed, userId, onClose, onEnded }: PreviewProps) {
  const act = useAction();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const asksName = ending.scope !== 'one';

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const how = { label: titles[ending.scope], failed: 'Nothing was ended' };
    const done =
      ending.scope === 'one'
        ? await act(endSession, { params: { handle: ending.session.handle } }, how)
        : await act(endSessions, { query: { scope: ending.scope } }, how);
    if (done) announce(`${plural(done.ended, 'session')} ended`);
    onEnded(done !== undefined && doomed.some((session) => session.current));
    onClose();
  }

  return (
    <form onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-3 p-3">
      <ul aria-label="Sessions to be ended" className="flex flex-col rounded border">
        {doomed.map((session) => (
          <li key={session.handle} className="border-b px-2.5 py-1.5 last:border-0">
            {nameOf(session)}
            {session.current && <span className="text-ink-2"> (this browser)</span>}
          </li>
        ))}
      </ul>
      {asksName && (
        <TextField
          label={
            <>
              To confirm, type <code>{userId}</code>
            </>
          }
          value={typed}
          onChange={setTyped}
        />
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          look="primary"
          disabled={busy || doomed.length === 0 || (asksName && typed !== userId)}
        >
          End {plural(doomed.length, 'session')}
        </Button>
      </div>
    </form>
  );
}
