'use client';

import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { IconButton } from '../ui/icon-button';
import { TextField } from '../ui/text-field';

interface PagerProps {
  offset: number;
  size: number;
  /** Lines of this page. */
  shown: number | undefined;
  /** Members of the board. */
  members: number | undefined;
  hasMore: boolean;
  onMove(offset: number): void;
}

/** Moves over the board by pages, or straight to a place. */
export function Pager({ offset, size, shown, members, hasMore, onMove }: PagerProps) {
  const [place, setPlace] = useState('');
  function go(event: FormEvent) {
    event.preventDefault();
    onMove(Math.max(0, Number(place) - 1));
    setPlace('');
  }
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <div className="flex items-center gap-1">
        <IconButton label="To the top" disabled={offset === 0} onClick={() => onMove(0)}>
          <ChevronsLeft aria-hidden />
        </IconButton>
        <IconButton
          label="Lines above"
          disabled={offset === 0}
          onClick={() => onMove(Math.max(0, offset - size))}
        >
          <ChevronLeft aria-hidden />
        </IconButton>
        <span className="min-w-24 text-center text-xs text-ink-2">
          {shown === undefined || shown === 0
            ? 'no lines'
            : `${count(offset + 1)}–${count(offset + shown)}`}
          {members !== undefined && ` of ${count(members)}`}
        </span>
        <IconButton label="Lines below" disabled={!hasMore} onClick={() => onMove(offset + size)}>
          <ChevronRight aria-hidden />
        </IconButton>
      </div>
      <form onSubmit={go} className="flex items-end gap-1.5">
        <TextField
          label="Go to place"
          value={place}
          onChange={setPlace}
          inputMode="numeric"
          pattern="[1-9][0-9]{0,5}"
          className="w-20"
        />
        <Button type="submit" disabled={!/^[1-9]\d{0,5}$/.test(place)}>
          Go
        </Button>
      </form>
    </div>
  );
}
