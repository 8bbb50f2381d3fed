'use client';

import { buttonStyle } from '../ui/button';
import { CopyButton } from '../ui/copy-button';
import { Panel } from '../ui/panel';
import { useOrigin } from '../ui/use-origin';

/** The API in two lines for a shell, and where the rest of it is written down. */
export function QuickStart() {
  const origin = useOrigin();
  return (
    <Panel
      id="api"
      title="The API"
      description="Everything here is called over HTTP"
      actions={
        <a href="/api/openapi.json" className={buttonStyle({ look: 'quiet', size: 'sm' })}>
          OpenAPI document
        </a>
      }
    >
      <div className="flex flex-col gap-3">
        <Example
          title="Record a page view"
          code={`curl ${origin}/api/page-views \\\n  -H 'content-type: application/json' \\\n  -d '{"path":"/pricing"}'`}
        />
        <Example title="Read the last 30 minutes" code={`curl ${origin}/api/page-views`} />
      </div>
    </Panel>
  );
}

function Example({ title, code }: { title: string; code: string }) {
  return (
    <div className="min-w-0">
      <div className="flex items-center justify-between">
        <h3 className="text-xs text-ink-2">{title}</h3>
        <CopyButton label={`Copy: ${title}`} text={code} />
      </div>
      <pre
        tabIndex={0}
        aria-label={title}
        className="overflow-x-auto rounded border bg-sunken px-2.5 py-2 text-xs"
      >
        {code}
      </pre>
    </div>
  );
}
