'use client';

import { useState, type FormEvent } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { EmptyState } from '../pattern/empty-state';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';
import { count, plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import { TextField } from '../ui/text-field';
import { searchMembers, type Row, type Standing } from './api';
import { RemoveButton } from './remove-button';
import { useBoard, useChosenMember, usePeriod } from './view-state';

interface AroundPanelProps {
  me: string | undefined;
  /** Who is shown: the chosen member, else oneself. */
  member: string | undefined;
  rows: readonly Row[] | undefined;
  isSwitching: boolean;
  onChange(): void;
}

/** A member and the lines around it; found by name, or oneself. */
export function AroundPanel({ me, member, rows, isSwitching, onChange }: AroundPanelProps) {
  const [chosen, choose] = useChosenMember();
  return (
    <Panel
      id="around"
      title={member === undefined || member === me ? 'Around you' : `Around ${member}`}
      className="h-full"
      actions={
        <>
          {chosen !== null && (
            <Button size="sm" onClick={() => void choose(null)}>
              Back to you
            </Button>
          )}
          {member !== undefined && rows !== undefined && rows.length > 0 && (
            <RemoveButton member={member} me={me} onRemoved={onChange} />
          )}
        </>
      }
    >
      <Search onChoose={(found) => void choose(found)} />
      <div className="mt-3 min-h-52 border-t pt-2">
        {member === undefined ? (
          <EmptyState title="You are on no board yet">
            Play a game, or look for somebody by name.
          </EmptyState>
        ) : rows === undefined ? (
          <Skeleton className="h-48" />
        ) : rows.length === 0 ? (
          <EmptyState title={`${member} is not on this board`}>
            No score in this period. Another period may have one.
          </EmptyState>
        ) : (
          <ol
            aria-label={`Around ${member}`}
            className={cn('flex flex-col transition-opacity', isSwitching && 'opacity-40')}
          >
            {rows.map((row) => (
              <li
                key={row.member}
                aria-current={row.member === member || undefined}
                className={cn(
                  'flex h-7 items-center gap-3 rounded-sm px-2 text-xs',
                  row.member === member && 'bg-accent-soft font-medium',
                )}
              >
                <span className="w-10 text-right">{count(row.rank)}</span>
                <span className="min-w-0 flex-1 truncate font-mono">{row.member}</span>
                {row.member === me && <Badge tone="accent">you</Badge>}
                <span>{count(row.score)}</span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </Panel>
  );
}

function Search({ onChoose }: { onChoose(member: string): void }) {
  const [board] = useBoard();
  const [period] = usePeriod();
  const [prefix, setPrefix] = useState('');
  const [found, setFound] = useState<readonly Standing[]>();
  const act = useAction();

  async function search(event: FormEvent) {
    event.preventDefault();
    const answer = await act(
      searchMembers,
      { params: { board }, query: { prefix, period } },
      { label: 'Search', failed: 'The search was refused' },
    );
    setFound(answer?.standings);
    if (answer) announce(`${plural(answer.standings.length, 'member')} found`);
  }

  return (
    <>
      <form onSubmit={(event) => void search(event)} className="flex items-end gap-1.5">
        <TextField
          label="Name, or its beginning"
          value={prefix}
          onChange={setPrefix}
          maxLength={64}
          required
          className="min-w-0 flex-1"
        />
        <Button type="submit" disabled={prefix === ''}>
          Search
        </Button>
      </form>
      {found && (
        <ul aria-label="Found" className="flex flex-wrap gap-1.5 pt-2">
          {found.length === 0 && <li className="text-xs text-ink-3">Nobody of that name</li>}
          {found.map(({ member, rank }) => (
            <li key={member} className="min-w-0 max-w-full">
              <Button
                size="sm"
                className="max-w-full"
                onClick={() => {
                  onChoose(member);
                  setFound(undefined);
                }}
              >
                <span className="min-w-0 truncate font-mono">{member}</span>
                <span className="text-ink-3">{rank === null ? 'no score' : `#${rank}`}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
