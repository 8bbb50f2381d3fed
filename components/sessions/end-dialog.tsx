'use client';

import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { ConfirmForm } from '../ui/confirm-form';
import { Dialog } from '../ui/dialog';
import { plural } from '../ui/format';
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

  async function onConfirm() {
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
    <ConfirmForm
      word={ending.scope === 'one' ? undefined : userId}
      action={`End ${plural(doomed.length, 'session')}`}
      disabled={doomed.length === 0}
      onCancel={onClose}
      onConfirm={onConfirm}
    >
      <ul aria-label="Sessions to be ended" className="flex flex-col rounded border">
        {doomed.map((session) => (
          <li key={session.handle} className="border-b px-2.5 py-1.5 last:border-0">
            {nameOf(session)}
            {session.current && <span className="text-ink-2"> (this browser)</span>}
          </li>
        ))}
      </ul>
    </ConfirmForm>
  );
}
