'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useRef, useState } from 'react';
import { ProblemError } from '@/lib/http/call';
import { announce } from '../live/announcer';
import { useLiveGround } from '../live/live-provider';
import { useCall } from '../live/use-call';
import { logged } from '../live/wire-log';
import { count } from '../ui/format';
import { importUsers, readImport, type Imported, type LineError } from './api';
import { postLines } from './post-lines';
import { partsOf } from './upload-parts';

/** Small, so that the bar moves and little is sent twice. */
const limits = { maxLines: 480, maxBytes: 256 * 1024 };
const mostErrors = 1_000;

/** How far an import of this page has come. */
export interface ImportProgress extends Omit<Imported, 'errors'> {
  errors: readonly LineError[];
  /** Bytes of the file that are dealt with, and all of them. */
  bytes: number;
  size: number;
  /** When this run began, and at which line. */
  startedAt: number;
  startedLine: number;
}

export interface Import {
  /** Names the import, in the address too; null before the first. */
  id: string | null;
  progress: ImportProgress | undefined;
  running: boolean;
  problem: string | undefined;
  start(file: Blob): void;
  /** Goes on with the import of the address, with the same file. */
  resume(file: Blob): void;
  cancel(): void;
}

/** Sends a file part by part. What the server acknowledged is never sent again, after a cancel or a reload. */
export function useImport(): Import {
  const { log } = useLiveGround();
  const send = useCall();
  const [id, setId] = useQueryState('import', parseAsString);
  const [progress, setProgress] = useState<ImportProgress>();
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const current = useRef<AbortController>(undefined);
  useEffect(() => () => current.current?.abort(), []);

  async function run(name: string, file: Blob, isNew: boolean) {
    current.current?.abort();
    const { signal } = (current.current = new AbortController());
    setRunning(true);
    setProblem(undefined);
    const entry = {
      kind: 'action',
      label: 'Part of an import',
      method: importUsers.method,
      url: importUsers.path,
      series: 'import',
    } as const;
    try {
      const known = isNew ? undefined : await acknowledged(name, signal);
      const startedLine = known?.line ?? 0;
      const startedAt = Date.now();
      let errors: readonly LineError[] = known?.errors ?? [];
      setProgress(known && { ...known, bytes: 0, size: file.size, startedAt, startedLine });
      for await (const part of partsOf(file, startedLine, limits)) {
        signal.throwIfAborted();
        const answer = await postLines(file, part, { id: name, signal });
        log.update((all) => logged(all, entry, answer));
        errors = [...errors, ...answer.data.errors].slice(0, mostErrors);
        setProgress({
          ...answer.data,
          errors,
          bytes: part.end,
          size: file.size,
          startedAt,
          startedLine,
        });
        if (part.isLast)
          announce(
            `${count(answer.data.updated)} users imported, ${count(answer.data.failed)} lines failed`,
          );
      }
    } catch (error) {
      if (signal.aborted) announce('The import was cancelled');
      else if (error instanceof ProblemError) {
        log.update((all) => logged(all, entry, error));
        setProblem(error.problem.detail);
      } else throw error;
    } finally {
      if (current.current?.signal === signal) setRunning(false);
    }
  }

  /** What is known of an import; nothing of one of which no line was acknowledged yet. */
  async function acknowledged(name: string, signal: AbortSignal) {
    try {
      const input = { params: { id: name }, query: { errors: mostErrors } };
      return (await send(readImport, input, { label: 'Import so far', signal })).data;
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'not_found') return undefined;
      throw error;
    }
  }

  return {
    id,
    progress,
    running,
    problem,
    start(file) {
      const name = crypto.randomUUID();
      void setId(name);
      setProgress(undefined);
      void run(name, file, true);
    },
    resume: (file) => void (id !== null && run(id, file, false)),
    cancel: () => current.current?.abort(),
  };
}
