'use client';

import type { ReactNode } from 'react';
import { LiveArea } from '../live/live-area';
import { LiveBar } from '../live/live-bar';
import { LiveProvider } from '../live/live-provider';
import { Forecast } from './forecast';
import { Health } from './health';
import { QuickStart } from './quick-start';

/** How this deployment is, what it holds, and what watching it costs. */
export function OverviewPage({ children }: { children: ReactNode }) {
  return (
    <LiveProvider>
      <div className="mx-auto flex max-w-[92rem] flex-col gap-4 px-4 pb-12 pt-5 sm:px-6">
        <header>
          <h1 className="text-xl font-semibold tracking-tight">Overview</h1>
          <p className="max-w-prose text-pretty text-base text-ink-2">
            Redis patterns for serverless apps: each at work on this deployment, proved and priced.
          </p>
        </header>
        <LiveBar />
        <LiveArea>
          <Health />
        </LiveArea>
        {children}
        <div className="grid min-w-0 gap-4 lg:grid-cols-2">
          <Forecast />
          <QuickStart />
        </div>
      </div>
    </LiveProvider>
  );
}
