'use client';

import { useSignedIn } from '../live/use-signed-in';
import { useLive } from '../live/use-live';
import { demos, listBlocks, listRateLimits, readStatus } from './api';
import { AnswerPanel } from './answer-panel';
import { BlocksPanel } from './blocks-panel';
import { BurstPanel } from './burst-panel';
import { CallerPanel } from './caller-panel';
import { useCallerId } from './caller-id';
import type { Guarded } from './guarded';
import { PoliciesPanel } from './policies-panel';
import { StatusChart } from './status-chart';
import { StatusStats } from './status-stats';
import { TopPanel } from './top-panel';
import { useHourOrDay } from '../pattern/range';

const demoNames = demos.map(({ policy }) => policy);

export function RateLimitsLive({ guarded }: { guarded: Guarded }) {
  const [range] = useHourOrDay();
  const { data, isSwitching } = useLive(
    readStatus,
    { query: { range } },
    { label: 'Rate-limit status' },
  );
  const policies = useLive(listRateLimits, {}, { label: 'Policies', isOver: () => true });
  const { isAdmin } = useSignedIn({ role: 'admin' });
  const blocks = useLive(listBlocks, isAdmin ? {} : null, {
    label: 'Block list',
    whileIdle: false,
  });
  const names = policies.data?.policies.map(({ name }) => name) ?? demoNames;
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
        <div className="flex min-w-0 flex-col gap-4">
          <CallerPanel
            caller={caller}
            policies={isAdmin ? names : demoNames}
            onChange={blocks.refresh}
          />
          <BlocksPanel isAdmin={isAdmin} blocks={blocks} />
        </div>
      </div>
      <PoliciesPanel policies={policies.data?.policies} guarded={guarded} status={data} />
    </>
  );
}
