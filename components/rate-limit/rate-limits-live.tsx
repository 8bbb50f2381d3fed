'use client';

import { useLive } from '../live/use-live';
import { readStatus } from './api';
import { AnswerPanel } from './answer-panel';
import { BurstPanel } from './burst-panel';
import { CallerPanel } from './caller-panel';
import { useCallerId } from './caller-id';
import { StatusChart } from './status-chart';
import { StatusStats } from './status-stats';
import { TopPanel } from './top-panel';
import { useRange } from './view-state';

export function RateLimitsLive() {
  const [range] = useRange();
  const { data, isSwitching } = useLive(
    readStatus,
    { query: { range } },
    { label: 'Rate-limit status' },
  );
  const caller = useCallerId();
  return (
    <>
      <BurstPanel caller={caller} />
      <StatusStats data={data} />
      <StatusChart data={data} isSwitching={isSwitching} />
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <TopPanel id="top-allowed" title="Most allowed" rows={data?.topAllowed} />
        <TopPanel id="top-refused" title="Most refused" rows={data?.topRefused} />
      </div>
      <div className="grid min-w-0 gap-4 md:grid-cols-2">
        <AnswerPanel caller={caller} />
        <CallerPanel caller={caller} />
      </div>
    </>
  );
}
