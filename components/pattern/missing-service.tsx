'use client';

import type { Problem } from '@/lib/http/problem';
import { CopyButton } from '../ui/copy-button';

/** Which variables are absent, and the two ways to what they name. */
export function MissingService({ problem }: { problem: Problem }) {
  const missing = (problem.errors ?? []).map(({ field }) => field.replace(/^environment\//, ''));
  // With every variable set it is the schema that is missing, and the problem itself says what to run.
  if (missing.length === 0) return null;
  return (
    <div className="grid gap-px overflow-hidden rounded border bg-line md:grid-cols-2">
      <Way
        title="On this machine"
        text="Brings a Redis and a Postgres of its own and keeps their data under .data/."
        code="npm start"
      />
      <Way
        title="With hosted services"
        text="Not set here. Put them into the environment and start again."
        code={missing.map((name) => `${name}=…`).join('\n')}
      />
    </div>
  );
}

function Way({ title, text, code }: { title: string; text: string; code: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-2 bg-surface p-3">
      <div>
        <h3 className="text-sm font-medium">{title}</h3>
        <p className="text-xs text-ink-2">{text}</p>
      </div>
      <div className="mt-auto flex items-start justify-between gap-2 rounded bg-sunken py-1 pl-2.5 pr-1">
        <pre className="min-w-0 overflow-x-auto py-1 text-xs" tabIndex={0}>
          {code}
        </pre>
        <CopyButton label={`Copy: ${title}`} text={code} />
      </div>
    </div>
  );
}
