import { Zap } from 'lucide-react';
import type { ProofStep } from '@/lib/proof';
import { cn } from '../ui/cn';

/** The schedule as it was run: a lane for each actor, time downwards, faults marked. */
export function ProofSchedule({ steps }: { steps: readonly ProofStep[] }) {
  const actors = [...new Set(steps.map(({ actor }) => actor))];
  return (
    <div className="min-w-0 max-lg:border-t">
      <h3 className="flex h-10 items-center border-b px-3 text-xs font-medium text-ink-2">
        The schedule of both
      </h3>
      <ol className="max-h-96 overflow-y-auto py-1.5" tabIndex={0} aria-label="Schedule">
        {steps.map((step, index) => (
          <li key={index} className="flex min-w-0 gap-2 px-3">
            <span aria-hidden className="flex shrink-0 self-stretch">
              {actors.map((actor) => (
                <span key={actor} className="relative w-3.5">
                  <span className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
                  {actor === step.actor && (
                    <span
                      className={cn(
                        'absolute left-1/2 top-[7px] size-[9px] -translate-x-1/2 border-2 border-surface',
                        step.fault === undefined ? 'rounded-full bg-accent' : 'rotate-45 bg-bad',
                      )}
                    />
                  )}
                </span>
              ))}
            </span>
            <p className="min-w-0 py-0.5 text-xs">
              <span className="font-medium">{step.actor}</span>{' '}
              <span className="text-ink-2">{step.event}</span>
              {step.fault !== undefined && (
                <span className="flex items-center gap-1 text-bad">
                  <Zap aria-hidden className="size-3 shrink-0" />
                  {step.fault}
                </span>
              )}
            </p>
          </li>
        ))}
      </ol>
    </div>
  );
}
