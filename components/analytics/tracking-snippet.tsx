'use client';

import { CopyButton } from '../ui/copy-button';
import { duration } from '../ui/format';
import { Panel } from '../ui/panel';
import { useNow } from '../ui/use-now';
import { useOrigin } from '../ui/use-origin';
import type { LiveViews } from './api';

/** The line that makes another site report its views, and whether one has arrived. */
export function TrackingSnippet({ views }: { views: LiveViews | undefined }) {
  const snippet = `<script defer src="${useOrigin()}/hello.js" data-endpoint="/hello"></script>`;
  const real = views?.find((view) => !view.generated);
  return (
    <Panel
      id="snippet"
      title="Track a site"
      description="Under 2 KB, no cookies, Do-Not-Track honoured"
      actions={<CopyButton label="Copy the tracking snippet" text={snippet} />}
    >
      <pre
        tabIndex={0}
        aria-label="Tracking snippet"
        className="overflow-x-auto rounded border bg-sunken px-2.5 py-2 text-xs"
      >
        {snippet}
      </pre>
      <p className="flex items-center gap-1.5 pt-2 text-xs text-ink-2">
        {real ? <Arrived at={real.at} path={real.path} /> : <Waiting />}
      </p>
    </Panel>
  );
}

function Waiting() {
  return (
    <>
      <span aria-hidden className="size-1.5 animate-pulse rounded-full bg-warn" />
      Waiting for the first event
    </>
  );
}

function Arrived({ at, path }: { at: number; path: string }) {
  const now = useNow();
  return (
    <>
      <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-good" />
      <span className="min-w-0 truncate">
        A view of <code>{path}</code> arrived {duration(Math.max(0, now - at))} ago
      </span>
    </>
  );
}
