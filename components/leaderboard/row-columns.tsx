'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { Badge } from '../ui/badge';
import { cn } from '../ui/cn';
import type { Column } from '../ui/data-table';
import { count, plural } from '../ui/format';
import type { Row } from './api';
import { moveOf, type Look } from './look';

interface RowColumnsOptions {
  me: string | undefined;
  look: Look | undefined;
  /** Who moved since the last answer. */
  moved: ReadonlySet<string>;
  onChoose(member: string): void;
}

/** The lines of a board: rank, member, score, and where each stood at the last look. */
export function rowColumns({ me, look, moved, onChoose }: RowColumnsOptions): Column<Row>[] {
  return [
    {
      key: 'rank',
      title: 'Rank',
      value: (row) => row.rank,
      cell: (row) => (
        <span
          className={cn(
            'inline-block min-w-8 rounded-sm px-1.5 text-center font-medium transition-colors duration-500',
            moved.has(row.member) && 'bg-accent-soft text-accent',
          )}
        >
          {count(row.rank)}
        </span>
      ),
    },
    {
      key: 'member',
      title: 'Member',
      value: (row) => row.member,
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2">
          <button
            type="button"
            onClick={() => onChoose(row.member)}
            title={`Show the lines around ${row.member}`}
            className="min-h-6 min-w-0 truncate rounded-sm font-mono text-xs underline decoration-line-strong underline-offset-4 hover:decoration-current"
          >
            {row.member}
          </button>
          {row.member === me && <Badge tone="accent">you</Badge>}
        </span>
      ),
      wide: true,
    },
    {
      key: 'move',
      title: 'Since your last look',
      value: (row) => String(moveOf(look, row) ?? ''),
      cell: (row) => <Moved row={row} look={look} />,
    },
    {
      key: 'score',
      title: 'Score',
      value: (row) => row.score,
      cell: (row) => count(row.score),
      numeric: true,
    },
  ];
}

function Moved({ row, look }: { row: Row; look: Look | undefined }) {
  const move = moveOf(look, row);
  if (move === undefined) return <span className="text-ink-3">–</span>;
  if (move === 'new') return <Badge tone="accent">new</Badge>;
  return (
    <Badge tone={move > 0 ? 'good' : 'plain'}>
      {move > 0 ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
      <span className="sr-only">{move > 0 ? 'up' : 'down'} </span>
      {plural(Math.abs(move), 'place')}
    </Badge>
  );
}
