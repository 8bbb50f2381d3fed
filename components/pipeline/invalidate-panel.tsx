'use client';

import { Search, Trash2 } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { count, duration, plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { TextField } from '../ui/text-field';
import { invalidateUsers, readUser, type ImportedUser } from './api';
import { InvalidateDialog } from './invalidate-dialog';

interface InvalidatePanelProps {
  importId: string | null;
  /** Users that the import wrote, as far as this page knows. */
  written: number | undefined;
}

const namesOf = (text: string) => [...new Set(text.split(/[\s,]+/).filter(Boolean))];

/** Looks imported users up, and forgets them: by name, or all that the import wrote. */
export function InvalidatePanel({ importId, written }: InvalidatePanelProps) {
  const act = useAction();
  const [text, setText] = useState('sample-1, sample-2, nobody');
  const [found, setFound] = useState<ImportedUser>();
  const [said, setSaid] = useState<string>();
  const [asking, setAsking] = useState(false);
  const names = namesOf(text);
  const [first] = names;

  function say(forgotten: number, missing: number) {
    const words = `${plural(forgotten, 'user')} forgotten, ${count(missing)} not there`;
    setFound(undefined);
    setSaid(words);
    announce(words);
  }
  async function look() {
    if (first === undefined) return;
    setSaid(undefined);
    const options = { label: 'Look up', failed: 'Not found' };
    setFound(await act(readUser, { params: { user: first } }, options));
  }
  async function forget(event: FormEvent) {
    event.preventDefault();
    const options = { label: `Invalidate ${names.length}`, failed: 'Nothing was forgotten' };
    const done = await act(invalidateUsers, { body: { users: names } }, options);
    if (done) say(done.forgotten, done.missing);
  }

  return (
    <Panel
      id="invalidation"
      title="Bulk invalidation"
      description="One command a user, in one request"
      className="h-full"
    >
      <NeedsSignIn role="admin" to="look up and forget">
        <form onSubmit={(event) => void forget(event)} className="flex flex-col gap-2">
          <TextField
            label="Users, parted by commas"
            value={text}
            onChange={setText}
            maxLength={4_000}
            required
          />
          <div className="flex flex-wrap gap-1.5">
            <Button type="submit" disabled={names.length === 0 || names.length > 1_000}>
              <Trash2 aria-hidden /> Forget {plural(names.length, 'user')}
            </Button>
            <Button disabled={first === undefined} onClick={() => void look()}>
              <Search aria-hidden /> Look up {first ?? ''}
            </Button>
            <Button disabled={importId === null} onClick={() => setAsking(true)}>
              <Trash2 aria-hidden /> All of the import…
            </Button>
          </div>
        </form>
      </NeedsSignIn>
      <div className="pt-3">
        {found ? (
          <Found user={found} />
        ) : said === undefined ? (
          <EmptyState title="Imported users live for an hour">
            A key, and the import as its tag: both name what is forgotten. A user that is not there
            is an answer and no error.
          </EmptyState>
        ) : (
          <p className="text-sm">{said}</p>
        )}
      </div>
      {importId !== null && (
        <InvalidateDialog
          open={asking}
          importId={importId}
          written={written}
          onClose={() => setAsking(false)}
          onDone={say}
        />
      )}
    </Panel>
  );
}

function Found({ user: { id, name, email, roles, expiresInMs } }: { user: ImportedUser }) {
  const rows = [
    ['Name', name],
    ['Email', email],
    ['Roles', roles.join(', ')],
    ['Forgotten in', duration(expiresInMs)],
  ];
  return (
    <dl aria-label={id} className="text-xs">
      {rows.map(([title, value]) => (
        <div key={title} className="flex justify-between gap-4 border-b py-1 last:border-0">
          <dt className="text-ink-2">{title}</dt>
          <dd className="min-w-0 break-words text-right">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
