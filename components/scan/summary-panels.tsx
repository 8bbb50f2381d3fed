'use client';

import { ChartPie, Play } from 'lucide-react';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import { Skeleton } from '../ui/skeleton';
import type { Summary } from './api';
import { PrefixPanel } from './prefix-panel';
import { SharePanel } from './share-panel';
import { useSummary } from './use-summary';
import { useKeysView } from './view-state';

const expiryNames: Record<string, string> = {
  minute: 'within a minute',
  hour: 'within an hour',
  day: 'within a day',
  later: 'later',
  never: 'never',
};

/** What keys there are, by prefix, type and expiry. */
export function SummaryPanels() {
  const [{ match }, setView] = useKeysView();
  const { summary, running, problem, start, goOn } = useSummary(match);

  const empty = problem ? (
    <EmptyState title={problem.title}>{problem.detail}</EmptyState>
  ) : running ? (
    <Skeleton className="h-full" />
  ) : summary !== undefined ? (
    <EmptyState title="No key matches">Make demo keys, or look for another pattern.</EmptyState>
  ) : (
    <EmptyState
      title="Not summarised yet"
      action={
        <Button look="primary" onClick={start}>
          <ChartPie aria-hidden /> Summarise these keys
        </Button>
      }
    >
      Names cost one command for 1,000 keys. Type, expiry and memory cost three a key, so of each
      call 200 keys are asked.
    </EmptyState>
  );
  const shown = summary !== undefined && summary.keys > 0 ? summary : undefined;
  const more = summary !== undefined && !running && summary.next !== null && (
    <Button size="sm" onClick={goOn}>
      <Play aria-hidden /> Continue
    </Button>
  );
  const again = summary !== undefined && !running && summary.next === null && (
    <Button size="sm" onClick={start}>
      Again
    </Button>
  );
  const of = shown && sampleText(shown);
  const rows = (figures: Record<string, number>) =>
    Object.entries(figures)
      .filter(([, value]) => value > 0)
      .map(([name, value]) => ({ name, value }));
  return (
    <>
      <PrefixPanel
        summary={shown}
        empty={empty}
        actions={
          <>
            {problem && (
              <span role="alert" className="text-bad">
                {problem.title}. {problem.detail}
              </span>
            )}
            {more || again}
          </>
        }
        onChoose={(pattern) => void setView({ match: pattern, key: null })}
      />
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <SharePanel
          id="types"
          title="Types"
          what="Type"
          description={of}
          rows={shown && rows(shown.types).sort((a, b) => b.value - a.value)}
        />
        <SharePanel
          id="expiries"
          title="When they go"
          what="Goes"
          description={of}
          rows={
            shown &&
            rows(shown.expiries).map(({ name, value }) => ({ name: expiryNames[name]!, value }))
          }
        />
      </div>
    </>
  );
}

/** Whether figures are of all keys or of some, and of how many. */
function sampleText({ keys, sampled }: Summary): string {
  return sampled >= keys
    ? `exact: all ${count(keys)} keys were asked`
    : `by a sample of ${count(sampled)} of ${count(keys)} keys`;
}
