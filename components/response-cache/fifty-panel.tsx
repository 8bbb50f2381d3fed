'use client';

import { CrowdPanel, type SendCrowd } from '../cache/crowd-panel';
import { useAsk } from './use-ask';
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

/** Fifty who ask at once for what nobody has asked: the database is searched once. */
export function FiftyPanel() {
  const { ask } = useAsk('The crowd');

  async function start(send: SendCrowd) {
    const q = `${any(words)} ${any(things)} ${Math.floor(Math.random() * 1_000)}`;
    await send(q, async () => {
      const answer = await ask(urlOf(q), {});
      return answer?.cache && { status: answer.cache.status, tookMs: answer.tookMs };
    });
  }

  return (
    <CrowdPanel
      id="crowd"
      title={`${askers} at once`}
      description="The same search, which nobody has made lately"
      size={askers}
      load={['search', 'searches']}
      onStart={start}
    >
      All by HTTP. Whoever comes first has the database searched; the others wait for that one
      answer, on whichever server they are.
    </CrowdPanel>
  );
}
