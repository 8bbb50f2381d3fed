'use client';

import { useState, type FormEvent } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { Segmented } from '../ui/segmented';
import { TextField } from '../ui/text-field';
import { purgeResponses } from './api';
import { urlOf, type Search } from './use-search';

/** Makes stored answers invalid: those of one URL in all languages, or all that have a tag. */
export function PurgePanel({ search }: { search: Search }) {
  const act = useAction();
  const [by, setBy] = useState<'url' | 'tag'>('url');
  const [tag, setTag] = useState('search');
  const [last, setLast] = useState<string>();
  const url = urlOf(search.q);

  async function purge(event: FormEvent) {
    event.preventDefault();
    const body = by === 'url' ? { urls: [url] } : { tags: [tag] };
    const options = { label: 'Purge', failed: 'Nothing was purged' };
    if (!(await act(purgeResponses, { body }, options))) return;
    setLast(by === 'url' ? url : tag);
    await search.ask();
  }

  return (
    <Panel
      id="purge"
      title="Purge"
      description="One command, however many answers it takes"
      className="h-full"
    >
      <form onSubmit={(event) => void purge(event)}>
        <NeedsSignIn role="admin" className="flex flex-wrap items-end gap-1.5">
          <Segmented
            label="Purge by"
            value={by}
            options={[
              { value: 'url', label: 'URL' },
              { value: 'tag', label: 'Tag' },
            ]}
            onChange={setBy}
          />
          <TextField
            label={by === 'url' ? 'The search above, in all languages' : 'Tag'}
            value={by === 'url' ? url : tag}
            onChange={setTag}
            readOnly={by === 'url'}
            maxLength={256}
            required
            className="min-w-40 flex-1"
          />
          <Button type="submit">Purge, then search</Button>
        </NeedsSignIn>
      </form>
      <p className="min-h-4 pt-2 text-2xs text-ink-3" role="status">
        {last === undefined ? (
          <>
            <code>search</code> is on every search, <code>upstream:…</code> on all of an upstream.
          </>
        ) : (
          <>
            <code className="break-all">{last}</code> is made anew when it is asked for.
          </>
        )}
      </p>
    </Panel>
  );
}
