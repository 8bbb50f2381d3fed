'use client';

import { X } from 'lucide-react';
import { buttonStyle } from '../ui/button';
import { Segmented } from '../ui/segmented';
import { time } from '../ui/format';
import { useViewState } from './view-state';

const options = [
  { value: '30m', label: '30 min', hint: 'By minute' },
  { value: '24h', label: '24 h', hint: 'By hour' },
  { value: '30d', label: '30 d', hint: 'By day (UTC)' },
] as const;

/** The range, and what narrows it: a zoom and a page, each with the way out. */
export function RangeControl() {
  const [{ range, at, path }, set] = useViewState();
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <Segmented
        label="Range"
        value={at === null ? range : null}
        options={options}
        onChange={(next) => void set({ range: next, at: null })}
      />
      {at !== null && (
        <Narrowed
          text={range === '30d' ? time(at, 'day') : `Hour from ${time(at, 'minute')}`}
          leave="Leave the zoom"
          onLeave={() => void set({ at: null })}
        />
      )}
      {path !== null && (
        <Narrowed text={path} leave="Show all pages" onLeave={() => void set({ path: null })} />
      )}
    </div>
  );
}

function Narrowed({ text, leave, onLeave }: { text: string; leave: string; onLeave(): void }) {
  return (
    <button
      type="button"
      onClick={onLeave}
      aria-label={`${leave} (${text})`}
      title={leave}
      className={buttonStyle({ className: 'min-w-0 max-w-52' })}
    >
      <span className="truncate">{text}</span>
      <X aria-hidden />
    </button>
  );
}
