'use client';

import { useState, type FormEvent } from 'react';
import { useLive } from '../live/use-live';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { Select } from '../ui/select';
import { TextField } from '../ui/text-field';
import { listUpstreams } from './api';
import { HeadersTable } from './headers-table';
import { useAsk } from './use-ask';
import { Verdict } from './verdict';

const shownCharacters = 600;

/** Fetches from another server through the cache: only from those that the operator lists. */
export function UpstreamPanel() {
  // The list is the operator's: while the server runs it stays as it is.
  const { data, problem: listProblem } = useLive(
    listUpstreams,
    {},
    { label: 'Upstreams', isOver: () => true },
  );
  const [chosen, setChosen] = useState<string>();
  const [path, setPath] = useState('?q=oak+chair');
  const { ask, latest, asking, problem } = useAsk('Fetch an upstream');
  const upstreams = data?.upstreams ?? [];
  const name = chosen ?? upstreams[0]?.name;

  function fetchIt(event: FormEvent) {
    event.preventDefault();
    if (name !== undefined) void ask(`/api/upstream/${name}?${new URLSearchParams({ path })}`, {});
  }

  return (
    <Panel
      id="upstream"
      title="An upstream, fetched over HTTP"
      description="From a list; redirects and private addresses are refused"
    >
      <form className="flex flex-wrap items-end gap-1.5" onSubmit={fetchIt}>
        <Select
          label="Upstream"
          value={name ?? ''}
          options={upstreams.map((each) => ({
            value: each.name,
            label: `${each.name} at ${each.host}`,
          }))}
          onChange={setChosen}
        />
        <TextField
          label="Path below its address"
          value={path}
          onChange={setPath}
          maxLength={1_000}
          className="min-w-40 flex-1"
        />
        <Button type="submit" look="primary" disabled={asking || name === undefined}>
          {asking ? 'Fetching …' : 'Fetch'}
        </Button>
      </form>
      {(problem ?? listProblem?.detail) !== undefined && (
        <p role="alert" className="pt-2 text-sm text-bad">
          {problem ?? listProblem?.detail}
        </p>
      )}
      {latest ? (
        <div className="grid min-w-0 gap-3 pt-3 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-3">
            <Verdict exchange={latest} />
            <HeadersTable exchange={latest} label="Headers of the upstream" />
          </div>
          <pre
            role="region"
            aria-label="Body of the upstream"
            tabIndex={0}
            className="max-h-72 overflow-auto whitespace-pre-wrap break-all rounded border bg-sunken p-2 text-2xs"
          >
            {latest.text.slice(0, shownCharacters)}
            {latest.text.length > shownCharacters && ' …'}
          </pre>
        </div>
      ) : (
        <p className="max-w-prose pt-3 text-xs text-ink-2">
          Unless told otherwise it is this app’s own search, fetched over HTTP as from another
          server: a path that leads elsewhere is refused.
        </p>
      )}
    </Panel>
  );
}
