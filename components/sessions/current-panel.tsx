'use client';

import { LogOut, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { Button } from '../ui/button';
import { Panel } from '../ui/panel';
import { showToast } from '../ui/toasts';
import { rotateCurrentSession, signOut, type Current } from './api';
import { Expiry } from './expiry';

interface CurrentPanelProps {
  session: Current;
  onChange(): void;
}

/** The session of this browser: who, how long yet, and what can be done with it. */
export function CurrentPanel({ session, onChange }: CurrentPanelProps) {
  const act = useAction();

  async function leave() {
    const done = await act(signOut, {}, { label: 'Sign out', failed: 'You are still signed in' });
    if (done) announce('Signed out');
    onChange();
  }

  async function rotate() {
    const label = 'Rotate the id';
    const done = await act(rotateCurrentSession, {}, { label, failed: 'The id was not rotated' });
    if (done?.rotated)
      void showToast(
        'success',
        'The session has a new id',
        'The old one is good for ten seconds more.',
      );
    else if (done) void showToast('success', 'Another request had just rotated it');
    onChange();
  }

  return (
    <Panel
      id="current"
      title="Your session"
      actions={
        <>
          <Button onClick={() => void rotate()}>
            <RotateCw aria-hidden /> Rotate the id
          </Button>
          <Button onClick={() => void leave()}>
            <LogOut aria-hidden /> Sign out
          </Button>
        </>
      }
    >
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
        <Fact name="Who">{session.userId}</Fact>
        <Fact name="Device">{session.device}</Fact>
        <Fact name="If not used">
          <Expiry name="Sliding expiry" from={session.lastSeenAt} to={session.expiresAt} />
        </Fact>
        <Fact name="In any case">
          <Expiry name="Absolute expiry" from={session.createdAt} to={session.absoluteExpiresAt} />
        </Fact>
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <dt className="text-2xs text-ink-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
