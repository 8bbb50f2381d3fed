'use client';

import { useCallback } from 'react';
import { call, ProblemError, type Answer } from '@/lib/http/call';
import type { AnyOperation, InputOf, ResultOf } from '@/lib/contract';
import { useLiveGround } from './live-provider';
import { logged } from './wire-log';

interface CallOptions {
  /** What the user did, for the wire panel: "Click". */
  label: string;
  /** Calls of one name share a line of the wire panel: for what a machine does many times. */
  series?: string;
  signal?: AbortSignal;
}

/**
 * The user's own actions: calls an operation and shows it in the wire panel.
 *
 * @throws ProblemError as `call` does; an aborted call throws its AbortError and is not shown
 */
export function useCall() {
  const { log } = useLiveGround();
  return useCallback(
    async <O extends AnyOperation>(
      operation: O,
      input: InputOf<O>,
      { label, series, signal }: CallOptions,
    ): Promise<Answer<ResultOf<O>>> => {
      const entry = {
        kind: 'action',
        label,
        method: operation.method,
        url: operation.path,
        ...(series !== undefined && { series }),
      } as const;
      try {
        const answer = await call(operation, input, signal ? { signal } : {});
        log.update((all) => logged(all, entry, answer));
        return answer;
      } catch (error) {
        if (error instanceof ProblemError) log.update((all) => logged(all, entry, error));
        throw error;
      }
    },
    [log],
  );
}
