'use client';

import { Users } from 'lucide-react';
import { looks } from '../cache/why';
import { Button } from '../ui/button';
import { count, milliseconds, plural } from '../ui/format';
import { Meter } from '../ui/meter';
import { Panel } from '../ui/panel';
import { crowd, useCrowd, type Crowd } from './use-crowd';
import type { Choices } from './use-question';

/** Many who ask at once what nobody has asked: the database is asked once. */
export function CrowdPanel({ choices }: { choices: Choices }) {
  const { asked, start } = useCrowd(choices);
  return (
    <Panel
      id="crowd"
      title={`${crowd} at once`}
      description="The same question, which nobody has asked lately"
      className="h-full"
      actions={
        <Button look="primary" disabled={asked?.running === true} onClick={() => void start()}>
          <Users aria-hidden /> Send {crowd}
        </Button>
      }
    >
      {asked ? (
        <Outcome asked={asked} />
      ) : (
        <p className="text-xs text-ink-2">
          Through the public API. Whoever comes first asks Postgres; the others wait for that one
          answer, on whichever server they are.
        </p>
      )}
    </Panel>
  );
}

function Outcome({ asked: { question, answers, failed } }: { asked: Crowd }) {
  const queries = answers.filter(({ status }) => status === 'miss' || status === 'bypass').length;
  const statuses = [...new Set(answers.map(({ status }) => status))];
  const loadMs = answers.find((answer) => answer.loadMs !== undefined)?.loadMs;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline gap-2">
        <span className="text-2xl font-medium tracking-tight">
          {plural(queries, 'query', 'queries')}
        </span>
        <span className="text-xs text-ink-3">
          for {count(answers.length + failed)} of {count(crowd)} who asked for {question}
        </span>
      </p>
      <Meter
        label="Answered"
        value={answers.length + failed}
        max={crowd}
        text={`${answers.length + failed} of ${crowd}`}
      />
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
      {loadMs !== undefined && (
        <p className="text-xs text-ink-3">
          The query took {milliseconds(loadMs)}; run for each it would have kept the database busy
          for {milliseconds(loadMs * answers.length)}.
        </p>
      )}
    </div>
  );
}
