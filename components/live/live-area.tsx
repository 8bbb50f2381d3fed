'use client';

import { useEffect, useRef, type ReactNode } from 'react';
import { ProblemCard } from '../pattern/problem-card';
import { announce } from './announcer';
import { usePolls } from './live-provider';
import { StaleStrip } from './stale-strip';

/**
 * Stands around all that polls. Where nothing could be read yet it shows the problem in their place (they
 * stay mounted, and go on trying); where something was, it stays under a strip.
 */
export function LiveArea({ children }: { children: ReactNode }) {
  const polls = usePolls();
  const failing = polls.filter((poll) => poll.problem);
  const first = failing[0];
  const empty = first !== undefined && !polls.some((poll) => poll.hasData);
  const retry = () => failing.forEach((poll) => poll.refresh());

  const detail = first?.problem?.detail;
  const failed = useRef(false);
  useEffect(() => {
    if (detail !== undefined) announce(`Live updates fail: ${detail}`);
    else if (failed.current) announce('Live updates work again');
    failed.current = detail !== undefined;
  }, [detail]);

  return (
    <>
      {first?.problem !== undefined &&
        (empty ? (
          <ProblemCard problem={first.problem} nextTryAt={first.nextTryAt} onRetry={retry} />
        ) : (
          <StaleStrip failing={failing} onRetry={retry} />
        ))}
      <div hidden={empty} className="contents [&[hidden]]:hidden">
        {children}
      </div>
    </>
  );
}
