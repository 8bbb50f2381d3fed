'use client';

import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { useLive } from '../live/use-live';
import { Button } from '../ui/button';
import { bytes, count, percent } from '../ui/format';
import { Meter } from '../ui/meter';
import { Panel } from '../ui/panel';
import { addMembers, measureSet } from './api';
import { visitorSet } from './demo';

const batch = 1_000;

/** The same visitors in an exact set and in a HyperLogLog: what each takes, and how far they differ. */
export function SizePanel() {
  const [busy, setBusy] = useState(false);
  const act = useAction();
  const { data, refresh } = useLive(
    measureSet,
    { params: { set: visitorSet } },
    { label: 'Sizes', whileIdle: false },
  );

  async function grow() {
    setBusy(true);
    const members = Array.from({ length: batch }, () => `visitor-${crypto.randomUUID()}`);
    await act(
      addMembers,
      { params: { set: visitorSet }, body: { members } },
      { label: `${count(batch)} visitors`, failed: 'The visitors were not added' },
    ).then((change) => change && refresh());
    setBusy(false);
  }

  const most = Math.max(data?.exact.bytes ?? 0, data?.estimate.bytes ?? 0);
  return (
    <Panel
      id="estimate"
      title="Exact beside HyperLogLog"
      description={<code>{visitorSet}</code>}
      actions={
        <NeedsSignIn inTitle>
          <Button onClick={() => void grow()} disabled={busy || data?.exact.count === 10_000}>
            <UserPlus aria-hidden /> Add {count(batch)}
          </Button>
        </NeedsSignIn>
      }
    >
      <NeedsSignIn />
      <div className="flex flex-col gap-3">
        <Kept name="Set" kept={data?.exact} most={most} tone="accent" />
        <Kept name="HyperLogLog" kept={data?.estimate} most={most} tone="good" />
        <p className="text-pretty text-xs text-ink-2">
          {!data || data.error === null
            ? 'Add visitors: the set grows with them, the HyperLogLog up to 12 KiB and no further.'
            : `The estimate is off by ${percent(Math.abs(data.error))}, in ${percent(data.estimate.bytes / data.exact.bytes)} of the memory. At most 10,000 members here.`}
        </p>
      </div>
    </Panel>
  );
}

interface KeptProps {
  name: string;
  kept: { count: number; bytes: number } | undefined;
  most: number;
  tone: 'accent' | 'good';
}

function Kept({ name, kept, most, tone }: KeptProps) {
  return (
    <div className="flex flex-col gap-1">
      <p className="flex items-baseline justify-between gap-3">
        <span className="text-xs text-ink-2">{name}</span>
        <span className="text-lg font-medium">{kept ? count(kept.count) : '…'}</span>
      </p>
      <Meter
        label={`Memory of the ${name}`}
        value={kept?.bytes ?? 0}
        max={most}
        text={bytes(kept?.bytes ?? 0)}
        tone={tone}
      />
      <span className="text-2xs text-ink-3">{kept ? bytes(kept.bytes) : '…'}</span>
    </div>
  );
}
