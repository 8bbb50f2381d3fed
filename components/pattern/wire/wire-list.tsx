'use client';

import { billed, type Exchange } from '../../live/wire-log';
import { WireEntry } from './wire-entry';

/** Actions newest first, then the polls in the order of their first answers: each stays where it is as it repeats. */
export function WireList({ log }: { log: readonly Exchange[] }) {
  const actions = log.filter(({ kind }) => kind === 'action');
  const polls = log.filter(({ kind }) => kind === 'poll');
  return (
    <>
      <Group title="Your actions" empty="What you do on this page appears here.">
        {actions.map((exchange, index) => (
          <WireEntry key={exchange.id} exchange={exchange} initiallyOpen={index === 0} />
        ))}
      </Group>
      <Group title="Polls" empty="Nothing has been read yet.">
        {polls.map((exchange) => (
          <WireEntry
            key={exchange.id}
            exchange={exchange}
            initiallyOpen={(billed(exchange.wire) ?? 0) > 1}
          />
        ))}
      </Group>
    </>
  );
}

function Group({
  title,
  empty,
  children,
}: {
  title: string;
  empty: string;
  children: React.ReactNode[];
}) {
  return (
    <div className="border-b last:border-0">
      <h3 className="px-3 pb-1 pt-2 text-2xs font-medium text-ink-3">{title}</h3>
      {children.length > 0 ? (
        <ul>{children}</ul>
      ) : (
        <p className="px-3 pb-2.5 text-xs text-ink-3">{empty}</p>
      )}
    </div>
  );
}
