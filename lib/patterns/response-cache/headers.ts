import { namesIn } from './directives';

/** Headers that are of one connection and go no further (RFC 9110, 7.6.1; RFC 9111, 3.1). */
const ofOneConnection = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** The headers of an answer that are meant for whoever asked, in a copy. */
export function endToEnd(headers: Headers): Headers {
  const kept = new Headers(headers);
  for (const name of [...namesIn(headers.get('connection')), ...ofOneConnection]) kept.delete(name);
  return kept;
}

/** Tells the caches on the way to the client what the answer depends on, if the handler has not. */
export function tellVary(headers: Headers, varied: readonly string[]): void {
  const told = namesIn(headers.get('vary'));
  for (const name of varied) if (!told.includes(name)) headers.append('vary', name);
}
