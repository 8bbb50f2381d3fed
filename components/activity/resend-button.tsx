'use client';

import { announce } from '../live/announcer';
import { useAction } from '../live/use-action';
import { call } from '@/lib/http/call';
import { Button } from '../ui/button';
import { showToast } from '../ui/toasts';
import { readSummary, recordActivity } from './api';

interface ResendButtonProps {
  userId: string | null | undefined;
  onChange(): void;
}

const times = 3;

/** Sends one event several times under one Idempotency-Key, as a network that loses answers makes clients do. */
export function ResendButton({ userId, onChange }: ResendButtonProps) {
  const act = useAction();

  async function resend() {
    if (typeof userId !== 'string') return;
    const params = { id: userId };
    const messages = async () => {
      const how = { label: 'Count', failed: 'Nothing could be counted' };
      return (await act(readSummary, { params }, how))?.events.message;
    };
    const before = await messages();
    if (before === undefined) return;
    const idempotencyKey = crypto.randomUUID();
    const body = { type: 'message', subject: 'lobby' } as const;
    const sent = await Promise.allSettled(
      Array.from({ length: times }, () =>
        call(recordActivity, { params, body }, { idempotencyKey }),
      ),
    );
    const arrived = sent.filter(({ status }) => status === 'fulfilled').length;
    const after = await messages();
    if (after === undefined) return;
    const text = `Answered ${arrived} times, counted ${after - before}`;
    void showToast('success', 'One event, sent three times', text);
    announce(text);
    onChange();
  }

  return <Button onClick={() => void resend()}>Send one event {times} times</Button>;
}
