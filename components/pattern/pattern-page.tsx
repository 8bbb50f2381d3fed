import { Suspense, type ReactNode } from 'react';
import type { PatternContract } from '@/lib/contract';
import { LiveArea } from '../live/live-area';
import { LiveBar } from '../live/live-bar';
import { LiveProvider } from '../live/live-provider';
import { Skeleton } from '../ui/skeleton';
import { CodePanel } from './code-panel';
import type { KeyFacts } from './keys-table';
import { CostPanel } from './cost-panel';
import { actionCosts } from './costs';
import { PatternHeader } from './pattern-header';
import { ProofPanel } from './proof-panel';
import { WireDock } from './wire/wire-dock';

interface PatternPageProps {
  pattern: PatternContract;
  /** The room's keys.ts, for the table of keys and expiries. */
  keys: Record<string, KeyFacts>;
  /** What is happening, polled; and what acts on it. */
  children: ReactNode;
  /** The page's own part of the live bar. */
  range?: ReactNode;
}

/**
 * The page of a pattern: what it promises, what is happening, what goes over the wire, the proof, the code
 * and the cost. A page brings its live panels and, where it has one, its range.
 */
export function PatternPage({ pattern, keys, children, range }: PatternPageProps) {
  return (
    <LiveProvider>
      <div className="mx-auto flex max-w-[92rem] flex-col gap-4 px-4 pb-24 pt-5 sm:px-6 sm:pb-12">
        <PatternHeader pattern={pattern} />
        <LiveBar>
          <Suspense fallback={<Skeleton className="h-7 w-40" />}>{range}</Suspense>
        </LiveBar>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 min-[90rem]:grid-cols-[minmax(0,1fr)_23rem]">
          <div id="live" className="flex min-w-0 flex-col gap-4">
            <LiveArea>
              <Suspense fallback={<LiveSkeleton />}>{children}</Suspense>
            </LiveArea>
          </div>
          <WireDock />
        </div>
        <ProofPanel slug={pattern.slug} />
        <CodePanel slug={pattern.slug} keys={keys} />
        <CostPanel actions={actionCosts(pattern)} />
      </div>
    </LiveProvider>
  );
}

/** Figures, a chart, a pair of lists: what most pages begin with, at their sizes. */
function LiveSkeleton() {
  return (
    <>
      <Skeleton className="h-[7.75rem] rounded-lg" />
      <Skeleton className="h-[18.5rem] rounded-lg" />
      <Skeleton className="h-64 rounded-lg" />
    </>
  );
}
