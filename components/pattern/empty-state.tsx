import type { ReactNode } from 'react';

interface EmptyStateProps {
  title: string;
  /** What would be here, and how it gets here. */
  children: ReactNode;
  /** Usually "Generate traffic". */
  action?: ReactNode;
}

/** Stands where figures would, as long as there are none. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="flex min-h-40 flex-col items-center justify-center gap-1 px-4 py-8 text-center">
      <h3 className="font-medium">{title}</h3>
      <p className="max-w-sm text-pretty text-xs text-ink-2">{children}</p>
      {action !== undefined && <div className="pt-3">{action}</div>}
    </div>
  );
}
