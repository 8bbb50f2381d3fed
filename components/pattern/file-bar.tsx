import type { ReactNode } from 'react';

/** What a tab of the code panel shows, and what can be done with it. */
export function FileBar({ title, actions }: { title: string; actions: ReactNode }) {
  return (
    <div className="flex h-8 items-center justify-between gap-3 border-b pl-3 pr-1.5">
      <p className="truncate text-2xs text-ink-3">{title}</p>
      {actions}
    </div>
  );
}
