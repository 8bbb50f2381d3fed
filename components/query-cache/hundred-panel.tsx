'use client';

import { Users } from 'lucide-react';
import { CrowdOutcome } from '../cache/crowd-outcome';
import { useCrowd } from '../cache/use-crowd';
import { useCall } from '../live/use-call';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { readReport } from './api';
import { inputOf, type Choices } from './use-question';

const askers = 100;

const below = (n: number) => Math.floor(Math.random() * n);

/** Many who ask at once what nobody has asked: the database is asked once. */
export function CrowdPanel({ choices: { reports, tenants } }: { choices: Choices }) {
  const call = useCall();
  const { crowd, send } = useCrowd();

  async function start() {
    const report = reports.find(({ uses }) => uses.length === 2)!;
    const tenant = tenants[below(tenants.length)]!;
    // Any of some thousand questions, so that it is likely that nobody has asked it in the last minute.
    const given = { months: 1 + below(24), limit: 1 + below(50) };
    const input = inputOf(report, tenant, given);
    const question = `${report.name} of ${tenant}, ${given.months} months, ${given.limit} rows`;
    await send(question, askers, async () => {
      const about = { label: 'The crowd', series: 'The crowd' };
      const { data, tookMs } = await call(readReport, input, about);
      return { status: data.cache.status, loadMs: data.cache.loadMs, tookMs };
    });
  }

  return (
    <Panel
      id="crowd"
      title={`${askers} at once`}
      description="The same question, which nobody has asked lately"
      className="h-full"
      actions={
        <Button look="primary" disabled={crowd?.running === true} onClick={() => void start()}>
          <Users aria-hidden /> Send {askers}
        </Button>
      }
    >
      {crowd ? (
        <CrowdOutcome crowd={crowd} load={['query', 'queries']} />
      ) : (
        <p className="text-xs text-ink-2">
          Through the public API. Whoever comes first asks Postgres; the others wait for that one
          answer, on whichever server they are.
        </p>
      )}
    </Panel>
  );
}
