'use client';

import { useLive } from '../live/use-live';
import { bytes, count } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import { measureKeys } from './api';
import { ScanPanel } from './scan-panel';
import { SummaryPanels } from './summary-panels';
import { SweepPanel } from './sweep-panel';
import { ValuePanel } from './value-panel';

export function KeysLive() {
  const { data, refresh } = useLive(measureKeys, {}, { label: 'Size' });
  const average = data?.memoryBytes && data.keys > 0 ? data.memoryBytes / data.keys : undefined;
  return (
    <>
      <Stats label="This Redis">
        <Stat label="Keys" value={data && count(data.keys)} note="exact, by DBSIZE" />
        <Stat
          label="Memory"
          value={data && (data.memoryBytes === null ? '–' : bytes(data.memoryBytes))}
          note={data?.memoryBytes === null ? 'this Redis does not tell' : 'all that Redis uses'}
        />
        <Stat
          label="A key, on average"
          value={data && (average === undefined ? '–' : bytes(average))}
          note="memory by keys"
        />
        <Stat
          label="Round trips to see all"
          value={data && count(Math.ceil(data.keys / 1_000))}
          note={data && `at 1,000 keys each; ${count(Math.ceil(data.keys / 10))} at SCAN's own 10`}
        />
      </Stats>
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <ScanPanel onChange={refresh} />
        <ValuePanel onDeleted={refresh} />
      </div>
      <SummaryPanels />
      <SweepPanel onChange={refresh} />
    </>
  );
}
