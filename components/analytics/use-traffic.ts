'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ResultOf } from '@/lib/contract';
import { generateTraffic, type TrafficProgress } from '@/lib/traffic';
import { announce } from '../live/announcer';
import { useCall } from '../live/use-call';
import { plural } from '../ui/format';
import { showToast } from '../ui/toasts';
import { recordPageViews } from './api';

export const maxViews = 500;

type Ignored = ResultOf<typeof recordPageViews>['ignored'];

const reasons: Record<NonNullable<Ignored>, string> = {
  bot: 'This browser calls itself a robot, and robots are not counted.',
  'do-not-track': 'This browser asks not to be tracked, and that is respected.',
};

export interface Traffic {
  /** What has been sent so far; undefined while the generator stands still. */
  progress: TrafficProgress | undefined;
  startedAt: number;
  start(visitsPerMinute: number): void;
  stop(): void;
}

/** Plays visitors from this browser through the public API; ends at `maxViews`, at Stop, or when the page is left. */
export function useTraffic(): Traffic {
  const send = useCall();
  const [progress, setProgress] = useState<TrafficProgress>();
  const [startedAt, setStartedAt] = useState(0);
  const running = useRef<AbortController>(undefined);
  const ignored = useRef<Ignored>(undefined);

  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    (visitsPerMinute: number) => {
      running.current?.abort();
      const abort = (running.current = new AbortController());
      setStartedAt(Date.now());
      setProgress({ sent: 0, failed: 0, visiting: 0 });
      void generateTraffic({
        send: (view) =>
          send(
            recordPageViews,
            { body: view },
            { label: 'Generated view', series: 'traffic' },
          ).then(({ data }) => {
            ignored.current = data.ignored;
            if (data.ignored !== undefined) throw new Error(data.ignored);
          }),
        visitsPerMinute,
        maxViews,
        signal: abort.signal,
        onProgress: setProgress,
      }).then((end) => {
        if (running.current !== abort) return;
        setProgress(undefined);
        announce(`The generator sent ${plural(end.sent, 'view')}`);
        if (end.failed === 0) void showToast('success', `${plural(end.sent, 'view')} sent`);
        else
          void showToast(
            'error',
            `${plural(end.failed, 'view')} of ${end.sent + end.failed} were not counted`,
            ignored.current ? reasons[ignored.current] : 'The last answer is in the wire panel.',
          );
      });
    },
    [send],
  );

  const stop = useCallback(() => running.current?.abort(), []);
  return { progress, startedAt, start, stop };
}
