import { Pause, Play, X } from 'lucide-react';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { count, duration, figure, plural } from '../ui/format';
import { Meter } from '../ui/meter';
import type { Sweep } from './api';
import { progressText, shownName } from './key-line';
import { isOver } from './use-sweep';

const tones = { ready: 'plain', running: 'accent', done: 'good', cancelled: 'warn' } as const;
const doing = { count: 'Count', expire: 'Expire', delete: 'Delete' } as const;

interface SweepProgressProps {
  sweep: Sweep;
  /** Whether this page steps through it. */
  driving: boolean;
  /** A finished dry run is to be done in earnest. */
  onAsk(): void;
  onContinue(): void;
  onPause(): void;
  onCancel(): void;
}

/** How far a sweep is, what it came to, and what may be done about it. */
export function SweepProgress({ sweep, driving, ...on }: SweepProgressProps) {
  const { match, type, action, dryRun, status, examined, total, matched } = sweep;
  const acts = !dryRun && action !== 'count';
  const mayFollow = dryRun && action !== 'count' && status === 'done' && matched > 0;
  return (
    <div className="flex flex-col gap-2 p-3">
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={tones[status]}>{status}</Badge>
        <span className="font-medium">
          {doing[action]}
          {dryRun && action !== 'count' && ', dry run'}
        </span>
        <code className="text-xs wrap-anywhere">{match}</code>
        {type && <span className="text-xs text-ink-3">of type {type}</span>}
      </p>
      <Meter
        label="Keys examined"
        value={status === 'done' ? 1 : examined}
        max={status === 'done' ? 1 : total}
        text={progressText(examined, total, matched)}
        tone={status === 'done' ? 'good' : 'accent'}
      />
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-3 gap-y-1 text-xs text-ink-2">
        <p>
          {progressText(examined, total, matched)}
          <Pace sweep={sweep} />
        </p>
        <div className="flex gap-1.5">
          {driving && (
            <Button onClick={on.onPause}>
              <Pause aria-hidden /> Pause
            </Button>
          )}
          {!driving && !isOver(sweep) && (
            <Button onClick={on.onContinue}>
              <Play aria-hidden /> Go on
            </Button>
          )}
          {!isOver(sweep) && (
            <Button onClick={on.onCancel}>
              <X aria-hidden /> Cancel
            </Button>
          )}
          {mayFollow && (
            <Button look="primary" onClick={on.onAsk}>
              {doing[action]} {plural(matched, 'key')} …
            </Button>
          )}
        </div>
      </div>
      {acts && <Outcome sweep={sweep} />}
      {sweep.sample.length > 0 && !acts && <Sample names={sweep.sample} />}
    </div>
  );
}

function Pace({ sweep }: { sweep: Sweep }) {
  const { examined, total, workedMs, steps } = sweep;
  if (steps === 0) return null;
  const perMs = examined / Math.max(1, workedMs);
  return (
    <span className="text-ink-3">
      {`, ${figure(perMs * 1_000)} keys / s in ${plural(steps, 'step')}`}
      {!isOver(sweep) &&
        perMs > 0 &&
        `, about ${duration((total - examined) / perMs)} of work left`}
    </span>
  );
}

/** What came of the keys that were found. */
function Outcome({ sweep }: { sweep: Sweep }) {
  const figures = [
    [sweep.action === 'delete' ? 'deleted' : 'given an end', sweep.acted],
    ['left as they were', sweep.skipped],
    ['acted on, answer lost', sweep.unconfirmed],
    ['not readable as text', sweep.unreadable],
    ['refused', sweep.errors],
    ['begun anew after a failover', sweep.restarts],
  ] as const;
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 border-t pt-2 text-xs">
      {figures
        .filter(([, value], index) => index === 0 || value > 0)
        .map(([name, value]) => (
          <div key={name} className="flex gap-1.5">
            <dt className="text-ink-2">{name}</dt>
            <dd className="font-medium">{count(value)}</dd>
          </div>
        ))}
    </dl>
  );
}

/** The first names that were found. */
export function Sample({ names }: { names: readonly string[] }) {
  return (
    <ul aria-label="Some of the keys" className="flex flex-wrap gap-1 border-t pt-2">
      {names.map((name) => (
        <li
          key={name}
          title={name}
          className="max-w-full truncate rounded-sm bg-hover px-1.5 font-mono text-2xs"
        >
          {shownName(name)}
        </li>
      ))}
    </ul>
  );
}
