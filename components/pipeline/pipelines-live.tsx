'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useLive } from '../live/use-live';
import { count, figure, milliseconds } from '../ui/format';
import { Stat, Stats } from '../ui/stat';
import { listComparisons, type Comparison } from './api';
import { ComparePanel } from './compare-panel';
import { ImportPanel } from './import-panel';
import { InvalidatePanel } from './invalidate-panel';
import { useImport } from './use-import';
import { WaysTable } from './ways-table';

export function PipelinesLive() {
  const { data, refresh } = useLive(listComparisons, {}, { label: 'Comparisons' });
  const [chosen, choose] = useQueryState('run', parseAsString);
  const comparisons = data?.comparisons;
  const shown = comparisons?.find(({ id }) => id === chosen) ?? comparisons?.[0];
  const upload = useImport();
  return (
    <>
      <Stats label="The comparison">
        <Figures comparison={shown} isLoading={data === undefined} />
      </Stats>
      <ComparePanel
        comparisons={comparisons}
        shown={shown}
        onChoose={(id) => void choose(id)}
        onCompared={() => {
          void choose(null);
          refresh();
        }}
      />
      <WaysTable comparison={shown} isLoading={data === undefined} />
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <ImportPanel upload={upload} />
        <InvalidatePanel importId={upload.id} written={upload.progress?.updated} />
      </div>
    </>
  );
}

function Figures({
  comparison,
  isLoading,
}: {
  comparison: Comparison | undefined;
  isLoading: boolean;
}) {
  const of = (way: string) => comparison?.ways.find((result) => result.way === way);
  const [alone, batch, atomic] = [of('one-by-one'), of('pipeline'), of('atomic')];
  const shown = (value: string | undefined) => (isLoading ? undefined : (value ?? '–'));
  return (
    <>
      <Stat
        label="Round trips one by one"
        value={shown(alone && count(alone.roundTrips))}
        note={comparison && `for ${count(comparison.commands)} commands`}
      />
      <Stat
        label="Round trips as a pipeline"
        value={shown(batch && count(batch.roundTrips))}
        note="500 commands a request"
      />
      <Stat
        label="Faster than one by one"
        value={shown(alone && batch && `${figure(alone.ms / batch.ms)} ×`)}
        note={alone && batch && `${milliseconds(alone.ms)}, and ${milliseconds(batch.ms)}`}
      />
      <Stat
        label="Looks into a half-done batch"
        value={shown(
          alone && atomic && `${count(alone.reader.between)} / ${count(atomic.reader.between)}`,
        )}
        note="one by one, and MULTI/EXEC"
      />
    </>
  );
}
