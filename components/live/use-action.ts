'use client';

import { useCallback } from 'react';
import type { AnyOperation, InputOf, ResultOf } from '@/lib/contract';
import { ProblemError } from '@/lib/http/call';
import { showToast } from '../ui/toasts';
import { useCall } from './use-call';

interface ActionOptions {
  /** What the user did, for the wire panel: "Click". */
  label: string;
  /** What the toast says where it fails: "The click was not counted". */
  failed: string;
  /** Calls of one name share a line of the wire panel. */
  series?: string;
}

/**
 * As `useCall`, for an action whose failure is told by a toast and by nothing else.
 *
 * @returns a function that resolves to the operation's result, or to undefined where it failed
 */
export function useAction() {
  const send = useCall();
  return useCallback(
    async <O extends AnyOperation>(
      operation: O,
      input: InputOf<O>,
      { failed, ...options }: ActionOptions,
    ): Promise<ResultOf<O> | undefined> => {
      try {
        return (await send(operation, input, options)).data;
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        void showToast('error', failed, error.problem.detail);
        return undefined;
      }
    },
    [send],
  );
}
