'use client';

import type { Column } from '../ui/data-table';
import { ExportMenu } from '../ui/export-menu';
import { duration, plural } from '../ui/format';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';
import type { Summary } from './api';
import { Own } from './own';

type Visited = Summary['pages'][number];

const columns: Column<Visited>[] = [
  { key: 'page', title: 'Page', value: ({ page }) => page },
  { key: 'visits', title: 'Visits', value: ({ visits }) => visits },
  { key: 'at', title: 'Last', value: ({ at }) => new Date(at).toISOString() },
];

interface PagesPanelProps {
  userId: string | null | undefined;
  pages: readonly Visited[] | undefined;
}

/** The pages that the user visited, the last visited first: what a set of pages cannot say. */
export function PagesPanel({ userId, pages }: PagesPanelProps) {
  const now = useNow();
  return (
    <Panel
      id="visited-pages"
      title="Visited pages"
      description="The last visited first"
      padded={false}
      className="flex-1"
      actions={<ExportMenu name="visited-pages" columns={columns} rows={pages ?? []} />}
    >
      <Own
        userId={userId}
        data={pages}
        isEmpty={(found) => found.length === 0}
        title="No page yet"
        hint="View a page with the button above, or open one that sends its views here."
      >
        {(found) => (
          <ol
            aria-label="Visited pages"
            tabIndex={0}
            className="flex max-h-56 flex-col overflow-y-auto px-3 py-1"
          >
            {found.map(({ page, visits, at }) => (
              <li key={page} className="flex min-h-8 items-center gap-3 border-b last:border-0">
                <code className="min-w-0 flex-1 truncate" title={page}>
                  {page}
                </code>
                <span className="text-xs text-ink-2">{plural(visits, 'visit')}</span>
                <span className="w-20 text-right text-xs text-ink-3">
                  {now === 0 ? '' : `${duration(now - at)} ago`}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Own>
    </Panel>
  );
}
