import { Pool, type Dispatcher } from 'undici';
import { SendTimeoutError, type Send, type SendAnswer, type SendRequest } from './send-types';

/** More would only queue inside Redis; a host counts every connection. */
const connections = 64;

/** Longer than the pauses between a visitor's clicks: a new TLS connection costs two more trips. */
const keepAliveMs = 30_000;

/**
 * Sends over kept-alive connections of `undici`, one pool per origin. It drives the dispatcher itself: the streams
 * that `undici.request` wraps around a body cost more than the rest of a small request.
 */
export function createUndiciSend(): Send {
  const routes = new Map<string, { pool: Pool; path: string }>();
  const pools = new Map<string, Pool>();

  function route(url: string) {
    const known = routes.get(url);
    if (known) return known;
    const { origin, pathname, search } = new URL(url);
    let pool = pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, {
        connections,
        keepAliveTimeout: keepAliveMs,
        // The limit of the attempt covers both; undici's own timers tick once a second.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      pools.set(origin, pool);
    }
    const made = { pool, path: pathname + search };
    routes.set(url, made);
    return made;
  }

  const send: Send = (request) =>
    new Promise((resolve, reject) => {
      const { pool, path } = route(request.url);
      pool.dispatch(
        { method: 'POST', path, headers: request.headers, body: request.body },
        collect(request, resolve, reject),
      );
    });
  send.close = async () => {
    await Promise.all([...pools.values()].map((pool) => pool.close()));
    pools.clear();
    routes.clear();
  };
  return send;
}

/** A dispatch handler that gathers one answer and enforces the limits of its request. */
function collect(
  { timeoutMs, signal }: SendRequest,
  resolve: (answer: SendAnswer) => void,
  reject: (reason: unknown) => void,
): Dispatcher.DispatchHandler {
  let controller: Dispatcher.DispatchController | undefined;
  let status = 0;
  let syncToken: string | undefined;
  let retryAfter: string | undefined;
  let chunks: Buffer[] = [];

  // A request that waits for a connection has no controller yet: its promise is settled here all the same, and
  // the dispatch is given up as soon as it begins.
  let stopped: Error | undefined;
  const stop = (reason: Error) => {
    stopped = reason;
    finish();
    reject(reason);
    controller?.abort(reason);
  };
  const timer = setTimeout(() => stop(new SendTimeoutError(timeoutMs)), timeoutMs);
  const onAbort = () => stop(asError(signal?.reason));
  const finish = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  if (signal?.aborted) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });

  return {
    onRequestStart(started) {
      controller = started;
      if (stopped) started.abort(stopped);
    },
    onResponseStart(_controller, code, headers) {
      status = code;
      syncToken = first(headers['upstash-sync-token']);
      retryAfter = first(headers['retry-after']);
      chunks = [];
    },
    onResponseData(_controller, chunk) {
      chunks.push(chunk);
    },
    onResponseEnd() {
      finish();
      const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
      resolve({ status, body: body.toString(), bytes: body.length, syncToken, retryAfter });
    },
    onResponseError(_controller, error) {
      finish();
      reject(error);
    },
  };
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
const asError = (reason: unknown) => (reason instanceof Error ? reason : new Error(String(reason)));
