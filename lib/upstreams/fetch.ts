import { fetch, type Agent } from 'undici';
import { CodedError } from '../errors';
import type { Upstream } from './config';
import { createAgent, ForbiddenAddress } from './connect';
import { targetOf } from './target';

const timeoutMs = 10_000;
const maxBytes = 4 * 1024 * 1024;

/** Marks requests that came from here (RFC 8586), so that none goes round in circles. */
export const loopMark = 'redis-patterns';

/** The headers of an upstream that are passed on. None of them speaks for this site: no cookie, no policy. */
const passedOn = [
  'age',
  'cache-control',
  'content-language',
  'content-type',
  'date',
  'etag',
  'expires',
  'last-modified',
  'vary',
];

const agents = new Map<boolean, Agent>();

function sharedAgent(loopback: boolean): Agent {
  let agent = agents.get(loopback);
  if (!agent) agents.set(loopback, (agent = createAgent(loopback)));
  return agent;
}

/**
 * Fetches what lies below an upstream's address. The request is the same whoever asks, and carries nothing of theirs.
 * Redirects are refused, as they could lead anywhere; so are addresses that are not public, unless the operator wrote
 * down one of this machine.
 *
 * @returns the answer, at most 4 MiB long, which breaks off after ten seconds
 * @throws CodedError `invalid_request`, `bad_gateway`, `origin_unavailable`
 */
export async function fetchFrom(
  { base, loopback }: Upstream,
  path: string,
  signal: AbortSignal,
  agent = sharedAgent(loopback),
): Promise<Response> {
  const answer = await fetch(targetOf(base, path), {
    dispatcher: agent,
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    headers: { accept: '*/*', 'accept-encoding': 'identity', 'cdn-loop': loopMark },
  }).catch((error: unknown) => {
    throw failure(error);
  });
  const refuse = async (why: string): Promise<never> => {
    await answer.body?.cancel();
    throw new CodedError('bad_gateway', why);
  };
  if (answer.status >= 300 && answer.status < 400)
    return refuse('The upstream redirects, which is not followed.');
  if (Number(answer.headers.get('content-length')) > maxBytes)
    return refuse(`The upstream sends more than ${maxBytes} bytes.`);
  const body = answer.body as ReadableStream<Uint8Array> | null;
  return new Response(body && body.pipeThrough(atMost(maxBytes)), {
    status: answer.status,
    headers: headersOf(answer.headers),
  });
}

function headersOf(sent: {
  get(name: string): string | null;
  has(name: string): boolean;
}): Headers {
  const headers = new Headers();
  for (const name of passedOn) {
    const value = sent.get(name);
    if (value !== null) headers.set(name, value);
  }
  // Everybody's request is sent alike, so no header of theirs makes a difference.
  if (!headers.get('vary')?.includes('*')) headers.delete('vary');
  // It was unpacked here, so the validator names other bytes.
  if (sent.has('content-encoding')) headers.delete('etag');
  if (sent.has('set-cookie')) headers.set('cache-control', 'private');
  // It is shown under this site's name, and must not act in it.
  headers.set('content-security-policy', "default-src 'none'; sandbox");
  headers.set('x-content-type-options', 'nosniff');
  return headers;
}

function atMost(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let passed = 0;
  return new TransformStream({
    transform(chunk, controller) {
      passed += chunk.length;
      if (passed > bytes)
        controller.error(
          new CodedError('bad_gateway', `The upstream sends more than ${bytes} bytes.`),
        );
      else controller.enqueue(chunk);
    },
  });
}

function failure(error: unknown): CodedError {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof ForbiddenAddress)
      return new CodedError(
        'bad_gateway',
        'The upstream is not at an address that may be fetched.',
        {
          cause: error,
        },
      );
  return new CodedError('origin_unavailable', 'The upstream does not answer.', { cause: error });
}
