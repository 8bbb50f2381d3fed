import type { Send } from './send-types';

export type { Send, SendAnswer, SendRequest } from './send-types';

/**
 * The fastest way to send that this runtime has: `undici` on Node, which is loaded at the first request so that
 * a bundle for another runtime need not hold it, and `fetch` elsewhere.
 */
export function createSend(): Send {
  let loading: Promise<Send> | undefined;
  let loaded: Send | undefined;

  const load = async () => (loaded = isNode() ? await undiciSend() : await fetchSend());
  const send: Send = (request) =>
    loaded ? loaded(request) : (loading ??= load()).then((first) => first(request));
  send.close = async () => (await loading)?.close?.();
  return send;
}

const undiciSend = async () => (await import('./send-undici')).createUndiciSend();
const fetchSend = async () => (await import('./send-fetch')).createFetchSend();
const isNode = () => typeof process !== 'undefined' && Boolean(process.versions?.node);
