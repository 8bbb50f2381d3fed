'use client';

import { cn } from './cn';
import { count } from './format';

interface RankListProps {
  label: string;
  rows: readonly { name: string; value: number }[];
  /** Makes each row a button. */
  onSelect?(name: string): void;
  selected?: string | null;
}

/** Names by how often, each with a bar for its share of the first. */
export function RankList({ label, rows, onSelect, selected = null }: RankListProps) {
  const most = Math.max(1, ...rows.map((row) => row.value));
  return (
    <ol aria-label={label} className="flex max-h-64 flex-col gap-px overflow-y-auto p-1.5">
      {rows.map((row) => {
        const content = (
          <>
            <span
              aria-hidden
              className="absolute inset-y-0 left-0 rounded-sm bg-accent-soft"
              style={{ width: `${(row.value / most) * 100}%` }}
            />
            <span
              className="relative min-w-0 flex-1 truncate text-left font-mono text-xs"
              title={row.name}
            >
              {row.name}
            </span>
            <span className="relative text-xs font-medium">{count(row.value)}</span>
          </>
        );
        const style = 'relative flex h-7 w-full items-center gap-3 rounded-sm px-2';
        return (
          <li key={row.name}>
            {onSelect ? (
              <button
                type="button"
                aria-pressed={selected === row.name}
                onClick={() => onSelect(row.name)}
                className={cn(
                  style,
                  'outline-offset-[-2px] hover:shadow-[inset_0_0_0_1px_var(--line-strong)] aria-pressed:shadow-[inset_0_0_0_1px_var(--accent)]',
                )}
              >
                {content}
              </button>
            ) : (
              <div className={style}>{content}</div>
            )}
          </li>
        );
      })}
    </ol>
  );
}
