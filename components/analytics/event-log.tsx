'use client';

import { EmptyState } from '../pattern/empty-state';
import { Badge } from '../ui/badge';
import type { Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { time } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import type { LiveViews } from './api';

const columns: Column<LiveViews[number]>[] = [
  { key: 'at', title: 'At', value: (view) => new Date(view.at).toISOString() },
  { key: 'path', title: 'Path', value: (view) => view.path },
  { key: 'referrer', title: 'Referrer', value: (view) => view.referrer ?? '' },
  { key: 'generated', title: 'Generated', value: (view) => String(view.generated ?? false) },
];

/** The newest views, newest first. It rests while nobody touches the page. */
export function EventLog({ views }: { views: LiveViews | undefined }) {
  return (
    <Panel
      id="events"
      title="Event log"
      description="The newest 50 views"
      padded={false}
      className="min-h-80"
      actions={<ExportMenu name="events" columns={columns} rows={views ?? []} />}
    >
      <div
        className="absolute inset-0 overflow-y-auto outline-offset-[-2px]"
        tabIndex={0}
        role="group"
        aria-label="Newest views"
      >
        {views === undefined ? (
          <Skeleton className="m-3 h-80" />
        ) : views.length === 0 ? (
          <EmptyState title="No events yet">
            Each view appears here a moment after it arrives, with where it came from.
          </EmptyState>
        ) : (
          <ol className="py-1">
            {views.map((view) => (
              <li key={view.id} className="flex h-7 items-center gap-2.5 px-3 text-xs">
                <time dateTime={new Date(view.at).toISOString()} className="shrink-0 text-ink-3">
                  {time(view.at, 'second')}
                </time>
                <span className="min-w-0 flex-1 truncate font-mono" title={view.path}>
                  {view.path}
                </span>
                {view.referrer !== undefined && (
                  <span className="min-w-0 max-w-32 truncate text-ink-3" title={view.referrer}>
                    <span className="sr-only">from </span>
                    {view.referrer}
                  </span>
                )}
                {view.generated && <Badge>generated</Badge>}
              </li>
            ))}
          </ol>
        )}
      </div>
    </Panel>
  );
}
