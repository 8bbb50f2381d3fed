import type { Reading } from '../cache';
import { courseOf, formatCourse, type Course } from './cache-status';
import { isNotModified, notModified } from './conditional';
import { endToEnd, tellVary } from './headers';
import type { Stored } from './stored';

interface To {
  request: Request;
  /** The cache's name. */
  name: string;
  varied: readonly string[];
}

/** For how long an answer stays fresh, and how old it is, at the moment of its reading; in milliseconds. */
export function timesOf(stored: Stored, reading: Pick<Reading<unknown>, 'ageMs' | 'status'>) {
  const ageMs = stored.ageMs + reading.ageMs;
  const freshMs = stored.lifetimeMs - ageMs;
  const old = reading.status === 'stale' || reading.status === 'stale-if-error';
  // An answer may be called old up to a tenth before its time, so that not all are at once.
  return { ageMs, freshMs: old ? Math.min(freshMs, -1) : freshMs };
}

/** An answer that is stored, or was just now. */
export function answerStored(
  { request, name, varied }: To,
  stored: Stored,
  reading: Omit<Reading<unknown>, 'value'>,
  fwdStatus?: number,
): Response {
  const { ageMs, freshMs } = timesOf(stored, reading);
  const headers = new Headers(stored.headers);
  tellVary(headers, varied);
  const ttl = Math.floor(freshMs / 1_000);
  headers.set('cache-status', formatCourse(name, courseOf(reading, ttl, fwdStatus)));
  // Age says that the origin did not make the answer for this request (RFC 9111, 5.1).
  if (reading.status !== 'miss' && reading.status !== 'bypass')
    headers.set('age', String(Math.floor(ageMs / 1_000)));
  const { status, body } = stored;
  if (isNotModified(request, status, headers)) return notModified(headers);
  if (status !== 204) headers.set('content-length', String(body.length));
  const empty = request.method === 'HEAD' || body.length === 0;
  return new Response(empty ? null : body, { status, headers });
}

/** An answer that goes from the handler to its asker and to nobody else, as it comes. */
export async function answerOwn(
  { request, name, varied }: To,
  answer: Response,
  course: Course,
): Promise<Response> {
  const { status, body } = answer;
  const headers = endToEnd(answer.headers);
  tellVary(headers, varied);
  headers.append('cache-status', formatCourse(name, { ...course, fwdStatus: status }));
  const known = isNotModified(request, status, headers);
  if (!known && request.method !== 'HEAD') return new Response(body, { status, headers });
  await body?.cancel();
  return known ? notModified(headers) : new Response(null, { status, headers });
}
