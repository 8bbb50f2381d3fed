'use client';

import { PackagePlus, ShoppingCart } from 'lucide-react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { Meter } from '../ui/meter';
import { Panel } from '../ui/panel';
import { buyers, items, useRush, type Rush } from './use-rush';

interface RushPanelProps {
  left: number | undefined;
  naiveLeft: number | undefined;
  onChange(): void;
}

/** A shelf that never goes below zero, beside one that is sold by DECR. */
export function RushPanel({ left, naiveLeft, onChange }: RushPanelProps) {
  const { rush, start, restock } = useRush(onChange);
  const busy = rush?.running === true;
  return (
    <Panel
      id="stock"
      title="The last items"
      description="All buyers at once, over the public API"
      className="h-full"
    >
      <dl className="grid grid-cols-2 gap-3 border-b pb-3">
        <Shelf name="With a floor of 0" left={left} />
        <Shelf name="By DECR" left={naiveLeft} />
      </dl>
      <div className="py-3">
        <NeedsSignIn className="flex flex-wrap gap-1.5">
          <Button
            disabled={busy || left === undefined}
            onClick={() => void restock(left ?? 0, naiveLeft ?? 0)}
          >
            <PackagePlus aria-hidden /> Restock to {items}
          </Button>
          <Button look="primary" disabled={busy} onClick={() => void start()}>
            <ShoppingCart aria-hidden /> Rush of {buyers} buyers
          </Button>
        </NeedsSignIn>
      </div>
      {rush ? <Progress rush={rush} /> : <Hint />}
    </Panel>
  );
}

function Shelf({ name, left }: { name: string; left: number | undefined }) {
  const oversold = left !== undefined && left < 0;
  return (
    <div>
      <dt className="text-xs text-ink-2">{name}</dt>
      <dd>
        <span className={`block text-2xl font-medium tracking-tight ${oversold ? 'text-bad' : ''}`}>
          {left === undefined ? '…' : count(left)}
        </span>
        <span className="text-2xs text-ink-3">
          {oversold ? `${count(-left)} sold that were not there` : 'left'}
        </span>
      </dd>
    </div>
  );
}

function Progress({ rush: { answered, sold, refused, failed, running } }: { rush: Rush }) {
  return (
    <div className="flex flex-col gap-1.5">
      <Meter
        label="Buyers answered"
        value={answered}
        max={buyers}
        text={`${answered} of ${buyers} buyers`}
        tone={running ? 'accent' : 'good'}
      />
      <p className="text-xs text-ink-2">
        With the floor: {count(sold)} sold, {count(refused)} told that it is gone
        {failed > 0 && <span className="text-bad">, {count(failed)} without an answer</span>}
        {running && ` · ${count(answered)} of ${buyers}`}
      </p>
    </div>
  );
}

function Hint() {
  return (
    <p className="text-pretty text-xs text-ink-2">
      Each buyer is one call that takes one item. With a floor the script decides and applies in one
      step; DECR applies and asks nothing.
    </p>
  );
}
