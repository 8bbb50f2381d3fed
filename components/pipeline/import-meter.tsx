'use client';

import { count, duration, figure, percent } from '../ui/format';
import { Meter } from '../ui/meter';
import { useNow } from '../ui/use-now';
import type { ImportProgress } from './use-import';

interface ImportMeterProps {
  progress: ImportProgress;
  running: boolean;
}

/** How far an import is, how fast, and how long it will take. */
export function ImportMeter({ progress, running }: ImportMeterProps) {
  const now = useNow();
  const { bytes, size, line, updated, failed, startedAt, startedLine, state } = progress;
  const seconds = Math.max(0.2, (now - startedAt) / 1_000);
  const linesPerSecond = (line - startedLine) / seconds;
  const left = bytes > 0 ? ((size - bytes) / bytes) * seconds * 1_000 : undefined;
  const isDone = state === 'done' && !running;
  return (
    <div className="flex flex-col gap-1.5 pt-3">
      <Meter
        label="Import"
        value={isDone ? 1 : bytes}
        max={isDone ? 1 : size}
        text={`${count(line)} lines, ${percent(size > 0 ? bytes / size : 1)}`}
        tone={isDone ? 'good' : running ? 'accent' : 'warn'}
      />
      <p className="flex flex-wrap justify-between gap-x-3 text-xs text-ink-2">
        <span>
          {count(updated)} updated
          {failed > 0 && <span className="text-bad">, {count(failed)} failed</span>}, line{' '}
          {count(line)}
        </span>
        <span>
          {isDone
            ? 'Done'
            : running
              ? `${figure(linesPerSecond)} lines / s${left === undefined ? '' : `, about ${duration(left)} left`}`
              : 'Stopped: it can be gone on with'}
        </span>
      </p>
    </div>
  );
}
