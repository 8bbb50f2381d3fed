'use client';

import { Pause, Play } from 'lucide-react';
import type { FormEvent } from 'react';
import type { Problem } from '@/lib/http/problem';
import { ReadStrip } from '../cache/read-strip';
import { useRepeat } from '../cache/use-repeat';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { Select } from '../ui/select';
import { TextField } from '../ui/text-field';
import { HeadersTable } from './headers-table';
import { SearchResult } from './search-result';
import type { Exchange } from './use-ask';
import { languages, type Search } from './use-search';
import { Verdict } from './verdict';
import { wishes, wishNames } from './wishes';

/** A slow search behind the cache: ask as any HTTP client does, and see what was said. */
export function SearchPanel({ search }: { search: Search }) {
  const { q, language, wish, set, ask, asking, problem, latest, exchanges } = search;
  const { repeating, toggle } = useRepeat(ask);
  return (
    <Panel
      id="search"
      title="A slow search"
      description="Every product is looked at, and the sales of each that matches are added up"
      actions={
        <Button look="quiet" aria-pressed={repeating} onClick={toggle}>
          {repeating ? <Pause aria-hidden /> : <Play aria-hidden />}
          {repeating ? 'Stop' : 'Ask each second'}
        </Button>
      }
    >
      <form
        className="flex flex-wrap items-end gap-1.5"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void ask();
        }}
      >
        <TextField
          label="Words"
          value={q}
          onChange={(text) => void set({ q: text })}
          minLength={2}
          maxLength={64}
          required
          className="min-w-36 flex-1"
        />
        <Select
          label="Accept-Language"
          value={language}
          options={languages.map((value) => ({ value, label: value }))}
          onChange={(value) => void set({ language: value })}
        />
        <Select
          label="What the request takes"
          value={wish}
          options={wishNames.map((value) => ({ value, label: wishes[value].label }))}
          onChange={(value) => void set({ wish: value })}
        />
        <Button type="submit" look="primary" disabled={asking}>
          {asking ? 'Searching …' : 'Search'}
        </Button>
      </form>
      {latest && <ReadStrip reads={exchanges} />}
      {problem !== undefined && (
        <p role="alert" className="pb-2 text-sm text-bad">
          {problem}
        </p>
      )}
      {latest ? (
        <div className="grid min-w-0 gap-3 lg:grid-cols-2">
          <div className="flex min-w-0 flex-col gap-3">
            <Verdict exchange={latest} />
            <HeadersTable exchange={latest} label="Headers of the search" />
          </div>
          <Found exchange={latest} />
        </div>
      ) : (
        <p className="max-w-prose pt-3 text-xs text-ink-2">
          Search twice: the first answer is made by Postgres, the second comes from the cache, and a
          third that says <code>If-None-Match</code> is a 304 without a body. After half a minute an
          answer is old: it is served once more, while it is made anew.
        </p>
      )}
    </Panel>
  );
}

function Found({ exchange: { status, headers, text } }: { exchange: Exchange }) {
  if (status < 400 && text !== '') return <SearchResult text={text} />;
  const isProblem = headers.get('content-type')?.startsWith('application/problem+json') === true;
  return (
    <p role="alert" className="text-xs text-bad">
      {isProblem ? (JSON.parse(text) as Problem).detail : 'The answer has no body.'}
    </p>
  );
}
