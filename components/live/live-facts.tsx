'use client';

import { Tooltip } from '../ui/tooltip';
import { duration, plural } from '../ui/format';
import { useNow } from '../ui/use-now';
import type { Poll } from './live-provider';

/** When the page's figures were read, and what reading them once cost. */
export function LiveFacts({ polls }: { polls: Poll[] }) {
  const now = useNow();
  const read = polls.flatMap(({ updatedAt }) => updatedAt ?? []);
  const shown = polls.filter((poll) => poll.polls && poll.commands.length > 0);
  if (read.length === 0) return polls.some((poll) => poll.problem) ? null : <span>Reading…</span>;
  const commands = shown.reduce((sum, poll) => sum + (poll.commands.at(-1) ?? 0), 0);
  return (
    <span className="flex items-center gap-3 whitespace-nowrap">
      {shown.length > 0 && (
        <Tooltip
          text={shown
            .map((poll) => `${poll.label}: ${plural(poll.commands.at(-1) ?? 0, 'command')}`)
            .join(' · ')}
        >
          <a
            href="#cost"
            className="inline-block rounded-sm leading-6 underline decoration-line-strong underline-offset-4 hover:text-ink"
          >
            {plural(commands, 'command')}
            <span className="max-sm:sr-only"> per refresh</span>
          </a>
        </Tooltip>
      )}
      <span>
        <span className="max-sm:sr-only">updated </span>
        {duration(now - Math.max(...read))} ago
      </span>
    </span>
  );
}
