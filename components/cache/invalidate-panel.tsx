'use client';

import { useState, type FormEvent } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { TextField } from '../ui/text-field';
import { invalidateCache } from './api';

interface InvalidatePanelProps {
  /** The customer that was read last. */
  shown: string | undefined;
  onDone(): Promise<void>;
}

/** Makes values invalid by a tag, however many there are under it. */
export function InvalidatePanel({ shown, onDone }: InvalidatePanelProps) {
  const act = useAction();
  const [typed, setTyped] = useState<string>();
  const [last, setLast] = useState<string>();
  const tag = typed ?? (shown === undefined ? 'profiles' : `user:${shown}`);

  async function invalidate(event: FormEvent) {
    event.preventDefault();
    const options = { label: 'Invalidate', failed: 'Nothing was invalidated' };
    if (!(await act(invalidateCache, { body: { tags: [tag] } }, options))) return;
    setLast(tag);
    await onDone();
  }

  return (
    <Panel
      id="invalidate"
      title="Invalidate by tag"
      description="One command, however many values have the tag"
    >
      <form onSubmit={(event) => void invalidate(event)}>
        <NeedsSignIn role="admin" className="flex flex-wrap items-end gap-1.5">
          <TextField
            label="Tag"
            value={tag}
            onChange={setTyped}
            maxLength={512}
            required
            className="min-w-40 flex-1"
          />
          <Button type="submit">Invalidate, then read</Button>
        </NeedsSignIn>
      </form>
      <p className="min-h-4 pt-2 text-2xs text-ink-3">
        {last === undefined ? (
          <>
            <code>profiles</code> is on all of them, <code>user:…</code> on one.
          </>
        ) : (
          <>
            All that has <code className="break-all">{last}</code> is loaded anew when it is read.
          </>
        )}
      </p>
    </Panel>
  );
}
