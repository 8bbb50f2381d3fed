'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { cn } from '../ui/cn';
import type { KeyFacts } from './api';
import { KeyLine } from './key-line';
import { useDetails } from './use-details';

const rowHeight = 44;

interface KeyListProps {
  keys: readonly string[];
  /** What they were found by. */
  of: object | undefined;
  selected: string | null;
  onSelect(key: string): void;
}

/** Names, however many: only the rows in view are there, and only of them the details are asked for. */
export function KeyList({ keys, of, selected, onSelect }: KeyListProps) {
  'use no memo'; // The virtualizer keeps its state outside of React's sight.
  const frame = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- see the line above
  const rows = useVirtualizer({
    count: keys.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  });
  const items = rows.getVirtualItems();
  const facts: ReadonlyMap<string, KeyFacts> = useDetails(
    items.map(({ index }) => keys[index] ?? ''),
    of,
  );
  return (
    <div
      ref={frame}
      role="group"
      aria-label="Keys found"
      tabIndex={0}
      className="h-96 overflow-y-auto outline-offset-[-2px]"
    >
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const key = keys[index] ?? '';
          return (
            <li
              key={key}
              aria-setsize={keys.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 border-b"
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              <button
                type="button"
                aria-pressed={selected === key}
                onClick={() => onSelect(key)}
                className={cn(
                  'flex h-full w-full flex-col justify-center px-3 text-left outline-offset-[-2px] hover:bg-hover',
                  selected === key && 'bg-accent-soft hover:bg-accent-soft',
                )}
              >
                <KeyLine name={key} facts={facts.get(key)} />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
