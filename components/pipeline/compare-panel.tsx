'use client';

import { Play } from 'lucide-react';
import { useState } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { count, plural, time } from '../ui/format';
import { Panel } from '../ui/panel';
import { Segmented } from '../ui/segmented';
import { Select } from '../ui/select';
import { Skeleton } from '../ui/skeleton';
import { compareBatches, type Comparison } from './api';
import { WayBars } from './way-bars';

const sizes = [
  { value: '10', label: '10' },
  { value: '100', label: '100' },
  { value: '500', label: '500' },
] as const;

interface ComparePanelProps {
  /** Newest first; undefined while they are read. */
  comparisons: readonly Comparison[] | undefined;
  shown: Comparison | undefined;
  onChoose(id: string): void;
  onCompared(): void;
}

/** The same commands in five ways, measured on the spot. */
export function ComparePanel({ comparisons, shown, onChoose, onCompared }: ComparePanelProps) {
  const act = useAction();
  const [size, setSize] = useState<(typeof sizes)[number]['value']>('100');
  const [running, setRunning] = useState(false);

  async function run() {
    setRunning(true);
    const done = await act(
      compareBatches,
      { body: { commands: Number(size) } },
      { label: `Compare ${size} commands`, failed: 'The ways were not compared' },
    );
    setRunning(false);
    if (!done) return;
    announce(`${plural(done.commands, 'command')} compared in five ways`);
    onCompared();
  }

  return (
    <Panel
      id="comparison"
      title="Five ways"
      description={
        shown && `${plural(shown.commands, 'command')} each, ${time(shown.at, 'second')}`
      }
      actions={
        comparisons !== undefined &&
        shown !== undefined &&
        comparisons.length > 1 && (
          <Select
            label="Comparison"
            value={shown.id}
            options={comparisons.map(({ id, at, commands }) => ({
              value: id,
              label: `${time(at, 'second')} · ${count(commands)}`,
            }))}
            onChange={onChoose}
          />
        )
      }
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b pb-3">
        <Segmented label="Commands" value={size} options={sizes} onChange={setSize} />
        <Button look="primary" disabled={running} onClick={() => void run()}>
          <Play aria-hidden /> {running ? 'Comparing…' : 'Compare'}
        </Button>
        <p className="min-w-0 flex-1 basis-52 text-pretty text-xs text-ink-2">
          So many HSETs of 96 bytes, on the Redis of this page, while another connection looks on.
        </p>
      </div>
      {comparisons === undefined ? (
        <Skeleton className="mt-3 h-40" />
      ) : shown === undefined ? (
        <EmptyState title="Nothing compared yet">
          One call sends the same commands one by one, by automatic pipelining, as a pipeline, as a
          transaction and as a script, and measures each.
        </EmptyState>
      ) : (
        <WayBars ways={shown.ways} />
      )}
    </Panel>
  );
}
