'use client';

import { MousePointerClick } from 'lucide-react';
import { ProblemError } from '@/lib/http/call';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useCall } from '../live/use-call';
import { useLive } from '../live/use-live';
import { useSignedIn } from '../live/use-signed-in';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { Panel } from '../ui/panel';
import { Skeleton } from '../ui/skeleton';
import { showToast } from '../ui/toasts';
import { readClicks, recordClicks } from './api';

const targets = ['sign-up', 'docs'];

/** Clicks of whoever is signed in. A press is a real call; nobody clicks in another's name. */
export function ClicksCard() {
  const { userId: id } = useSignedIn();
  return (
    <Panel id="clicks" title="Clicks of a user" description={id && <code>{id}</code>}>
      {id === undefined ? (
        <Skeleton className="h-10" />
      ) : id === null ? (
        <>
          <NeedsSignIn />
          <p className="text-xs text-ink-2">
            Each user&apos;s clicks are counted apart; nobody clicks in another&apos;s name.
          </p>
        </>
      ) : (
        <Clicks id={id} />
      )}
    </Panel>
  );
}
function Clicks({ id }: { id: string }) {
  const send = useCall();
  // Nobody else clicks for this user: it is read once, and again after each press.
  const { data, refresh } = useLive(
    readClicks,
    { params: { id } },
    { label: 'Clicks of a user', isOver: () => true },
  );

  async function click(target: string) {
    try {
      await send(
        recordClicks,
        { params: { id }, body: { target } },
        { label: `Click on ${target}` },
      );
      refresh();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      void showToast('error', 'The click was not counted', error.problem.detail);
    }
  }

  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <dl className="flex gap-5">
        <Figure name="All" value={data?.clicks} />
        {targets.map((target) => (
          <Figure key={target} name={target} value={data && (data.targets[target] ?? 0)} />
        ))}
      </dl>
      <div className="flex flex-wrap gap-1.5">
        {targets.map((target) => (
          <Button key={target} onClick={() => void click(target)}>
            <MousePointerClick aria-hidden /> Click {target}
          </Button>
        ))}
      </div>
    </div>
  );
}

function Figure({ name, value }: { name: string; value: number | undefined }) {
  return (
    <div>
      <dt className="text-2xs text-ink-3">{name}</dt>
      <dd className="text-lg font-medium">{value === undefined ? '…' : count(value)}</dd>
    </div>
  );
}
