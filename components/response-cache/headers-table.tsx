import { wireHeader } from '@/lib/http/wire';
import type { Exchange } from './use-ask';

/** What of the answer is of this page's own doing, or of no interest to a cache. */
const hidden = new Set([
  wireHeader,
  'connection',
  'content-security-policy',
  'keep-alive',
  'ratelimit',
  'ratelimit-policy',
  'referrer-policy',
  'transfer-encoding',
  'x-content-type-options',
  'x-frame-options',
]);

interface HeadersTableProps {
  exchange: Exchange;
  /** The accessible name: no other part of the page has it. */
  label: string;
}

/** The headers of a request and of its answer, as they went over the wire. */
export function HeadersTable({ exchange, label }: HeadersTableProps) {
  const { url, sent, status, headers } = exchange;
  const received = [...headers].filter(([name]) => !hidden.has(name));
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="max-h-72 overflow-auto rounded border bg-sunken p-2 font-mono text-2xs"
    >
      <p className="break-all text-ink-2">GET {url}</p>
      <Lines of={Object.entries(sent)} />
      <p className="pt-2 text-ink-2">HTTP {status}</p>
      <Lines of={received} />
    </div>
  );
}

function Lines({ of }: { of: readonly (readonly [string, string])[] }) {
  return (
    <dl>
      {of.map(([name, value]) => (
        <div key={name} className="flex flex-wrap gap-x-1.5">
          <dt className="text-ink-3">{name}:</dt>
          <dd className="min-w-0 break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
