'use client';

import { Users } from 'lucide-react';
import { Button } from '../ui/button';
import { count, milliseconds, plural } from '../ui/format';
import { Meter } from '../ui/meter';
import { PageLink } from '../ui/page-link';
import { Panel } from '../ui/panel';
import { loadsOf, readers, useStampede, type Stampede } from './use-stampede';
import { looks } from './why';

/** What many readers of a cold key do to the origin: one load. */
export function StampedePanel() {
  const { stampede, start } = useStampede();
  const running = stampede?.running === true;
  return (
    <Panel
      id="stampede"
      title={`Stampede of ${readers}`}
      description="On a key that nobody has read lately"
      className="h-full"
      actions={
        <Button look="primary" disabled={running} onClick={() => void start()}>
          <Users aria-hidden /> Send {readers}
        </Button>
      }
    >
      {stampede ? (
        <Outcome stampede={stampede} />
      ) : (
        <p className="text-xs text-ink-2">
          All at once, through the public API. Whoever comes first loads; the others wait for that
          one load, on whichever server they are. Without it each would load:{' '}
          <PageLink href="/cache#proof" className="text-accent underline underline-offset-2">
            the proof
          </PageLink>{' '}
          counts both.
        </p>
      )}
    </Panel>
  );
}

function Outcome({ stampede }: { stampede: Stampede }) {
  const { id, answers, failed, running } = stampede;
  const done = answers.length + failed;
  const loads = loadsOf(stampede);
  const statuses = [...new Set(answers.map(({ status }) => status))];
  const times = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  return (
    <div className="flex flex-col gap-2">
      <p className="flex items-baseline gap-2">
        <span className="text-2xl font-medium tracking-tight">{plural(loads, 'load')}</span>
        <span className="text-xs text-ink-3">
          for {count(done)} of {count(readers)} readers of <code className="break-all">{id}</code>
        </span>
      </p>
      <Meter label="Answered" value={done} max={readers} text={`${done} of ${readers}`} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-xs">
        {statuses.map((status) => (
          <div key={status} className="contents">
            <dt className="text-ink-2">{looks[status].label}</dt>
            <dd>{count(answers.filter((answer) => answer.status === status).length)}</dd>
          </div>
        ))}
        {failed > 0 && (
          <div className="contents">
            <dt className="text-bad">failed</dt>
            <dd>{count(failed)}</dd>
          </div>
        )}
      </dl>
      {!running && times.length > 0 && (
        <p className="text-xs text-ink-3">
          The quickest answer took {milliseconds(times[0]!)}, the slowest{' '}
          {milliseconds(times.at(-1)!)}. A browser has a few requests under way at a time, so later
          ones find it stored.
        </p>
      )}
    </div>
  );
}
