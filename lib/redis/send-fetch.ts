import { SendTimeoutError, type Send } from './send-types';

/** Sends with the runtime's own `fetch`: for runtimes that are not Node. */
export function createFetchSend(): Send {
  return async ({ url, headers, body, timeoutMs, signal }) => {
    const limit = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        cache: 'no-store',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      });
      const bytes = await response.arrayBuffer();
      return {
        status: response.status,
        body: new TextDecoder().decode(bytes),
        bytes: bytes.byteLength,
        syncToken: response.headers.get('upstash-sync-token') ?? undefined,
        retryAfter: response.headers.get('retry-after') ?? undefined,
      };
    } catch (error) {
      throw limit.aborted ? new SendTimeoutError(timeoutMs) : error;
    }
  };
}
