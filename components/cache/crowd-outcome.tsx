import { count, milliseconds, plural } from '../ui/format';
import { Meter } from '../ui/meter';
import type { Crowd } from './use-crowd';
import { looks } from './why';

interface CrowdOutcomeProps {
  crowd: Crowd;
  /** What a load is called, of one and of many: "query", "queries". */
  load: readonly [one: string, many: string];
}

/** How often it was loaded for a crowd, and how each of it was answered. */
export function CrowdOutcome({ crowd, load }: CrowdOutcomeProps) {
  const { question, size, running, answers, failed } = crowd;
  const done = answers.length + failed;
  const of = (...statuses: string[]) =>
    answers.filter(({ status }) => statuses.includes(status)).length;
  const statuses = [...new Set(answers.map(({ status }) => status))];
  const times = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const loadMs = answers.find((answer) => answer.loadMs !== undefined)?.loadMs;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-baseline gap-2">
        <span className="text-2xl font-medium tracking-tight">
          {plural(of('miss', 'bypass'), ...load)}
        </span>
        <span className="text-xs text-ink-3">
          for {count(done)} of {count(size)} who asked for{' '}
          <code className="wrap-anywhere">{question}</code>
        </span>
      </p>
      <Meter label="Answered" value={done} max={size} text={`${done} of ${size}`} />
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 text-xs">
        {statuses.map((status) => (
          <div key={status} className="contents">
            <dt className="text-ink-2">{looks[status].label}</dt>
            <dd>{count(of(status))}</dd>
          </div>
        ))}
        {failed > 0 && (
          <div className="contents">
            <dt className="text-bad">failed</dt>
            <dd>{count(failed)}</dd>
          </div>
        )}
      </dl>
      {!running && times.length > 0 && (
        <p className="text-xs text-ink-3">
          {loadMs !== undefined && `The one load took ${milliseconds(loadMs)}. `}
          The quickest answer took {milliseconds(times[0]!)}, the slowest{' '}
          {milliseconds(times.at(-1)!)}. A browser has a few requests under way at a time, so later
          ones find it stored.
        </p>
      )}
    </div>
  );
}
