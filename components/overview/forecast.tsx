'use client';

import { usePolls } from '../live/live-provider';
import { chosenInterval } from '../live/settings';
import { OpenTabCost } from '../pattern/open-tab-cost';
import { Panel } from '../ui/panel';

/** What this page comes to in a month, so that watching is never a surprise on a bill. */
export function Forecast() {
  const polls = usePolls();
  const interval = chosenInterval.use();
  return (
    <Panel id="cost" title="Commands this month" description="Forecast" padded={false}>
      <OpenTabCost polls={polls} interval={interval} />
    </Panel>
  );
}
