'use client';

import type { ReportCache } from './api';

/** All that the key is made of, and what outdates it. */
export function KeyParts({ cache: { key } }: { cache: ReportCache }) {
  const parts = [
    { name: 'Tenant', text: key.tenant ?? 'all of them' },
    { name: 'Parameters', text: key.parameters },
    { name: 'SQL', text: key.sql },
    { name: 'Key', text: key.digest },
    { name: 'Outdated by', text: key.tags.join('  ') },
  ];
  return (
    <details className="text-xs">
      <summary className="w-fit cursor-pointer leading-6 text-ink-2">
        What the key is made of
      </summary>
      <dl className="grid grid-cols-1 gap-x-3 gap-y-1 pt-1 sm:grid-cols-[auto_1fr]">
        {parts.map(({ name, text }) => (
          <div key={name} className="contents">
            <dt className="text-ink-3">{name}</dt>
            <dd className="min-w-0">
              <code className="whitespace-pre-wrap break-words">{text}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
