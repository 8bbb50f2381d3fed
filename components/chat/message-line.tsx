'use client';

import { MoreHorizontal } from 'lucide-react';
import { IconButton } from '../ui/icon-button';
import { time } from '../ui/format';
import type { Message } from './api';
import type { Line } from './transcript';

interface MessageLineProps {
  line: Line;
  /** Opens what can be done about a message; undefined for who may do nothing about it. */
  onModerate: ((message: Message) => void) | undefined;
}

/** One line of a room: a message, that one was taken out, or that some are lost. */
export function MessageLine({ line, onModerate }: MessageLineProps) {
  if (line.kind === 'gap')
    return (
      <li className="my-1 border-y border-warn bg-warn-soft px-3 py-1 text-xs text-warn">
        Messages up to here were trimmed away before this tab could read them.
      </li>
    );
  if (line.kind === 'redaction')
    return (
      <li className="px-3 py-1 text-xs italic text-ink-3">
        {line.by === line.author
          ? `${line.by} took a message out`
          : `${line.by} took out a message of ${line.author}`}
      </li>
    );
  return (
    <li className="group grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-2 px-3 py-1 hover:bg-hover">
      <div className="min-w-0">
        <span className="flex items-baseline gap-2">
          <span className="truncate font-mono text-xs font-medium">{line.user}</span>
          <time dateTime={new Date(line.at).toISOString()} className="text-2xs text-ink-3">
            {time(line.at, 'second')}
          </time>
        </span>
        <span className="block whitespace-pre-wrap break-words [overflow-wrap:anywhere]">
          {line.text}
        </span>
      </div>
      {onModerate && (
        <IconButton
          label={`What to do about the message of ${line.user}: ${line.text.slice(0, 40)}`}
          onClick={() => onModerate(line)}
          className="opacity-0 focus-visible:opacity-100 group-hover:opacity-100 [@media(hover:none)]:opacity-100"
        >
          <MoreHorizontal aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
