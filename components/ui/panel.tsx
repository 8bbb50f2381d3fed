import type { ReactNode } from 'react';
import { cn } from './cn';

interface PanelProps {
  title: string;
  /** The anchor of the section and the base of its heading's id. */
  id: string;
  description?: ReactNode;
  /** What acts on the whole panel, at the right of its title. */
  actions?: ReactNode;
  /** False where the content brings its own edges: tables and code. */
  padded?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled section with a hairline edge. */
export function Panel({
  title,
  id,
  description,
  actions,
  padded = true,
  className,
  children,
}: PanelProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className={cn('flex min-w-0 flex-col rounded-lg border bg-surface', className)}
    >
      <header className="flex min-h-10 items-center justify-between gap-3 border-b px-3 py-1.5">
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <h2 id={`${id}-title`} className="text-sm font-medium">
            {title}
          </h2>
          {description !== undefined && <p className="text-xs text-ink-3">{description}</p>}
        </div>
        {actions !== undefined && <div className="flex shrink-0 items-center gap-1">{actions}</div>}
      </header>
      <div className={cn('relative min-w-0 flex-1', padded && 'p-3')}>{children}</div>
    </section>
  );
}
