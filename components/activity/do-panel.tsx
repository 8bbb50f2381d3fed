'use client';

import { useEffect, useState, useRef } from 'react';
import { recordPageViews } from '../analytics/api';
import { announce } from '../live/announcer';
import { NeedsSignIn } from '../live/needs-sign-in';
import { useAction } from '../live/use-action';
import { enqueueJobs } from '../queue/api';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { Panel } from '../ui/panel';
import { Select } from '../ui/select';
import { recordActivity, type Summary } from './api';
import { EraseButton } from './erase-button';
import { kinds } from './kinds';
import { ResendButton } from './resend-button';

const pages = ['/', '/pricing', '/docs', '/docs/quick-start', '/products', '/cart'] as const;
const options = pages.map((value) => ({ value, label: value }));

/** What the app itself sees is recorded once its answer is given, so it is looked for a little later. */
const seenAfterMs = 400;

interface DoPanelProps {
  userId: string | null | undefined;
  summary: Summary | undefined;
  onChange(): void;
}

/** Does things of which this app takes note, one that is told to it, and takes it all back. */
export function DoPanel({ userId, summary, onChange }: DoPanelProps) {
  const [page, setPage] = useState<(typeof pages)[number]>('/pricing');
  const act = useAction();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const seen = (text: string) => {
    announce(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(onChange, seenAfterMs);
  };

  async function view() {
    const how = { label: 'Page view', failed: 'The view was not counted' };
    const answer = await act(recordPageViews, { body: { path: page } }, how);
    if (answer) seen(answer.ignored ? `Not counted: ${answer.ignored}` : `${page} viewed`);
  }
  async function queue() {
    const body = { name: 'report', data: { tenantId: 1, year: 2026 } };
    const how = { label: 'Job', failed: 'No job was added' };
    if (await act(enqueueJobs, { params: { queue: 'demo' }, body }, how)) seen('A job was queued');
  }
  async function tell() {
    if (typeof userId !== 'string') return;
    const body = { type: 'message', subject: 'lobby' } as const;
    const how = { label: 'Told event', failed: 'The event was not recorded' };
    if (await act(recordActivity, { params: { id: userId }, body }, how)) seen('Recorded');
  }

  return (
    <Panel id="do" title="Do something" description="The app takes note once it has answered">
      <NeedsSignIn className="flex flex-wrap items-end gap-1.5">
        <Select label="Page" value={page} options={options} onChange={(next) => setPage(next)} />
        <Button onClick={() => void view()}>View {page}</Button>
        <Button onClick={() => void queue()}>Queue a job</Button>
        <Button onClick={() => void tell()}>Tell of a message</Button>
        <ResendButton userId={userId} onChange={onChange} />
      </NeedsSignIn>
      <dl
        aria-label="Your events"
        className="mt-3 grid grid-cols-3 gap-x-3 gap-y-1.5 border-t pt-3 sm:grid-cols-5"
      >
        {Object.entries(kinds).map(([type, { many }]) => (
          <div key={type} className="min-w-0">
            <dt className="text-xs text-ink-2">{many}</dt>
            <dd className="font-medium">
              {summary ? count(summary.events[type as keyof typeof kinds]) : '–'}
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-3 border-t pt-3">
        <NeedsSignIn inTitle>
          <EraseButton userId={userId} summary={summary} onErased={onChange} />
        </NeedsSignIn>
      </div>
    </Panel>
  );
}
