'use client';

import { useState } from 'react';
import { count, duration, figure } from '../ui/format';
import { Meter } from '../ui/meter';
import { Panel } from '../ui/panel';
import { Segmented } from '../ui/segmented';
import { useNow } from '../ui/use-now';
import { TrafficButton } from './traffic-button';
import { maxViews, type Traffic } from './use-traffic';

const rates = [
  { value: '30', label: '30' },
  { value: '120', label: '120' },
  { value: '600', label: '600' },
] as const;

export function TrafficPanel({ traffic }: { traffic: Traffic }) {
  const [rate, setRate] = useState<(typeof rates)[number]['value']>('120');
  return (
    <Panel
      id="traffic"
      title="Traffic"
      description="Made-up visitors, labelled as generated"
      actions={<TrafficButton traffic={traffic} visitsPerMinute={Number(rate)} secondary />}
    >
      {traffic.progress ? (
        <Progress traffic={traffic} />
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <p className="text-xs text-ink-2">
            Visits a minute. They arrive, read, follow links and leave; {count(maxViews)} views at
            the most.
          </p>
          <Segmented label="Visits a minute" value={rate} options={rates} onChange={setRate} />
        </div>
      )}
    </Panel>
  );
}

function Progress({ traffic: { progress, startedAt } }: { traffic: Traffic }) {
  const now = useNow();
  const { sent, failed, visiting } = progress!;
  const done = sent + failed;
  const seconds = Math.max(1, (now - startedAt) / 1_000);
  const perSecond = done / seconds;
  const left =
    perSecond > 0 ? `about ${duration(((maxViews - done) / perSecond) * 1_000)} left` : 'starting';
  return (
    <div className="flex flex-col gap-1.5">
      <Meter label="Views sent" value={done} max={maxViews} text={`${done} of ${maxViews} views`} />
      <p className="flex flex-wrap justify-between gap-x-3 text-xs text-ink-2">
        <span>
          {count(done)} of {count(maxViews)} views, {count(visiting)} visitors on the site
          {failed > 0 && <span className="text-bad">, {count(failed)} not counted</span>}
        </span>
        <span>
          {figure(perSecond)} / s, {left}
        </span>
      </p>
    </div>
  );
}
