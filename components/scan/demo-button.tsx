'use client';

import { PackagePlus } from 'lucide-react';
import { useState } from 'react';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { makeDemoKeys } from './api';

const wanted = 20_000;
const perCall = 5_000;

/** Makes keys of every type to look through; they go by themselves within six hours. */
export function DemoButton({ onMade }: { onMade(): void }) {
  const act = useAction();
  const [made, setMade] = useState<number>();

  async function make() {
    for (let from = 0; from < wanted; from += perCall) {
      setMade(from);
      const answer = await act(
        makeDemoKeys,
        { body: { from, count: perCall } },
        { label: 'Demo keys', series: 'demo', failed: 'The demo keys were not all made' },
      );
      if (!answer) break;
      announce(`${count(from + perCall)} demo keys made`);
    }
    setMade(undefined);
    onMade();
  }

  return (
    <NeedsSignIn inTitle>
      <Button
        disabled={made !== undefined}
        onClick={() => void make()}
        title={`Of every type, below rp:demo:, about ${count(wanted * 1.2)} commands; they go within six hours`}
      >
        <PackagePlus aria-hidden />
        {made === undefined ? `Make ${count(wanted)} demo keys` : `${count(made)} made …`}
      </Button>
    </NeedsSignIn>
  );
}
