import { fill, ProblemError, type Answer } from '@/lib/http/call';
import type { Problem } from '@/lib/http/problem';
import { decodeWire, wireHeader } from '@/lib/http/wire';
import { importUsers, type Imported } from './api';
import type { Part } from './upload-parts';

/**
 * Sends one part of a file as it is; `call` speaks JSON alone.
 *
 * @throws ProblemError as `call` does; an aborted one throws its AbortError
 */
export async function postLines(
  file: Blob,
  part: Part,
  { id, signal }: { id: string; signal: AbortSignal },
): Promise<Answer<Imported>> {
  const query = new URLSearchParams({ id, from: String(part.from), more: String(!part.isLast) });
  const url = `${fill(importUsers.path, {})}?${query}`;
  const started = performance.now();
  const lost = (cause: unknown): never => {
    signal.throwIfAborted();
    throw new ProblemError(noAnswer, { cause });
  };
  const response = await fetch(url, {
    method: importUsers.method,
    headers: { 'content-type': 'application/x-ndjson', [wireHeader]: '1' },
    body: file.slice(part.start, part.end),
    signal,
    cache: 'no-store',
  }).catch(lost);
  const body: unknown = await response.json().catch(lost);
  if (!response.ok) throw new ProblemError(body as Problem);
  return {
    data: body as Imported,
    wire: decodeWire(response.headers.get(wireHeader)),
    status: response.status,
    at: Date.now(),
    tookMs: performance.now() - started,
    method: importUsers.method,
    url,
    sent: undefined,
  };
}

const noAnswer: Problem = {
  type: '/problems/no_answer',
  title: 'The upload broke off',
  status: 0,
  detail: 'No answer from the server of this page. Go on when it is back.',
  code: 'no_answer',
};
