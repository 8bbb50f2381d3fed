'use client';

import type { ReactNode } from 'react';
import { Announcer } from '../live/announcer';
import { Toasts } from '../ui/toasts';
import { TooltipProvider } from '../ui/tooltip';
import { MobileBar } from './mobile-bar';
import type { NavigationGroup } from './navigation';
import { Overlays } from './overlays';
import { Sidebar } from './sidebar';

/** The frame of every page: navigation, palette, help, toasts and the one live region. */
export function Shell({ groups, children }: { groups: NavigationGroup[]; children: ReactNode }) {
  return (
    <TooltipProvider delayDuration={400}>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:left-3 focus:top-3 focus:z-50 focus:rounded focus:bg-ink focus:px-3 focus:py-1.5 focus:text-canvas"
      >
        Skip to content
      </a>
      <div className="lg:grid lg:grid-cols-[14.5rem_minmax(0,1fr)]">
        <Sidebar groups={groups} />
        <div className="min-w-0">
          <MobileBar groups={groups} />
          <main id="content" tabIndex={-1} className="outline-none">
            {children}
          </main>
        </div>
      </div>
      <Overlays groups={groups} />
      <Announcer />
      <Toasts />
    </TooltipProvider>
  );
}
