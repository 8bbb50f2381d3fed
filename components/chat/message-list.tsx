'use client';

import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { EmptyState } from '../pattern/empty-state';
import { Button } from '../ui/button';
import { Skeleton } from '../ui/skeleton';
import type { Message } from './api';
import { MessageLine } from './message-line';
import { lines } from './transcript';
import type { RoomView } from './use-room';

/** Whoever is so near the lower end reads along; whoever is further up reads what was. In pixels. */
const nearEndPx = 60;

interface MessageListProps {
  view: RoomView;
  /** What can be done about a message; undefined where the reader may do nothing about it. */
  moderating(message: Message): (() => void) | undefined;
  /** Messages on their way. */
  pending: ReactNode[];
}

/** The messages, newest at the lower end, where it stays unless its reader has gone up. */
export function MessageList({ view, moderating, pending }: MessageListProps) {
  const { entries, gaps, hasOlder, isReadingOlder } = view;
  const box = useRef<HTMLDivElement>(null);
  const before = useRef({ height: 0, top: 0, first: '', isAtEnd: true });
  const shown = entries && lines(entries, gaps);
  const first = shown?.[0]?.id ?? '';
  const count = (shown?.length ?? 0) + pending.length;

  useLayoutEffect(() => {
    const list = box.current;
    if (!list) return;
    const was = before.current;
    if (was.isAtEnd) list.scrollTop = list.scrollHeight;
    // Older ones came in above: what was in sight stays where it is.
    else if (was.first !== first) list.scrollTop = was.top + list.scrollHeight - was.height;
    before.current = { ...was, first, height: list.scrollHeight, top: list.scrollTop };
  }, [first, count]);

  function onScroll() {
    const list = box.current!;
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < nearEndPx;
    before.current = { ...before.current, isAtEnd, top: list.scrollTop };
  }

  return (
    <div
      ref={box}
      onScroll={onScroll}
      tabIndex={0}
      role="group"
      aria-label="Messages, newest last"
      className="h-96 overflow-y-auto overscroll-contain py-1 outline-offset-[-2px]"
    >
      {shown === undefined ? (
        <Skeleton className="m-3 h-80" />
      ) : count === 0 ? (
        <EmptyState title="Nothing was said yet">
          Sign in below and say something. Whoever has this page open sees it at once.
        </EmptyState>
      ) : (
        <>
          {hasOlder && (
            <p className="pb-1 text-center">
              <Button size="sm" disabled={isReadingOlder} onClick={view.readOlder}>
                {isReadingOlder ? 'Reading…' : 'Older messages'}
              </Button>
            </p>
          )}
          <div role="log" aria-label="Messages" aria-busy={isReadingOlder}>
            <ol>
              {shown.map((line) => {
                const onModerate = line.kind === 'message' ? moderating(line) : undefined;
                return <MessageLine key={line.id} line={line} onModerate={onModerate} />;
              })}
              {pending}
            </ol>
          </div>
        </>
      )}
    </div>
  );
}
