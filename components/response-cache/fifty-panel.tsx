'use client';

import { Users } from 'lucide-react';
import { CrowdOutcome } from '../cache/crowd-outcome';
import { useCrowd } from '../cache/use-crowd';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { useAsk, type Exchange } from './use-ask';
import { urlOf } from './use-search';

const askers = 50;
const words = [
  'oak',
  'steel',
  'wool',
  'cotton',
  'brass',
  'glass',
  'canvas',
  'cork',
  'bamboo',
  'clay',
];
const things = [
  'chair',
  'lantern',
  'kettle',
  'scarf',
  'mug',
  'rug',
  'tent',
  'basket',
  'stool',
  'bowl',
];

const any = (from: readonly string[]) => from[Math.floor(Math.random() * from.length)]!;

/** Many who ask at once for what nobody has asked: the database is searched once. */
export function CrowdPanel() {
  const { ask } = useAsk('The crowd');
  const { crowd, send } = useCrowd();

  async function start() {
    const q = `${any(words)} ${any(things)} ${Math.floor(Math.random() * 1_000)}`;
    await send(q, askers, async () => outcomeOf(await ask(urlOf(q), {})));
  }

  return (
    <Panel
      id="crowd"
      title={`${askers} at once`}
      description="The same search, which nobody has made lately"
      className="h-full"
      actions={
        <Button look="primary" disabled={crowd?.running === true} onClick={() => void start()}>
          <Users aria-hidden /> Send {askers}
        </Button>
      }
    >
      {crowd ? (
        <CrowdOutcome crowd={crowd} load={['search', 'searches']} />
      ) : (
        <p className="text-xs text-ink-2">
          All by HTTP. Whoever comes first has the database searched; the others wait for that one
          answer, on whichever server they are.
        </p>
      )}
    </Panel>
  );
}

function outcomeOf(answer: Pick<Exchange, 'cache' | 'tookMs'> | undefined) {
  return { status: answer?.cache?.status ?? 'bypass', tookMs: answer?.tookMs ?? 0 } as const;
}
