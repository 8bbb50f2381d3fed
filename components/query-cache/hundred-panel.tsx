'use client';

import { CrowdPanel, type SendCrowd } from '../cache/crowd-panel';
import { useCall } from '../live/use-call';
import { readReport } from './api';
import { inputOf, type Choices } from './use-question';

const askers = 100;

const below = (n: number) => Math.floor(Math.random() * n);

/** A hundred who ask at once what nobody has asked: the database is asked once. */
export function HundredPanel({ choices: { reports, tenants } }: { choices: Choices }) {
  const call = useCall();

  async function start(send: SendCrowd) {
    const report = reports.find(({ uses }) => uses.length === 2)!;
    const tenant = tenants[below(tenants.length)]!;
    // Any of some thousand questions, so that it is likely that nobody has asked it in the last minute.
    const given = { months: 1 + below(24), limit: 1 + below(50) };
    const input = inputOf(report, tenant, given);
    const question = `${report.name} of ${tenant}, ${given.months} months, ${given.limit} rows`;
    await send(question, async () => {
      const about = { label: 'The crowd', series: 'The crowd' };
      const { data, tookMs } = await call(readReport, input, about);
      return { status: data.cache.status, loadMs: data.cache.loadMs, tookMs };
    });
  }

  return (
    <CrowdPanel
      id="crowd"
      title={`${askers} at once`}
      description="The same question, which nobody has asked lately"
      size={askers}
      load={['query', 'queries']}
      onStart={start}
    >
      Through the public API. Whoever comes first asks Postgres; the others wait for that one
      answer, on whichever server they are.
    </CrowdPanel>
  );
}
