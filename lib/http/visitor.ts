import { isbot } from 'isbot';
import { clientAddress } from './client-address';

/** Programs that somebody wrote to call this API: no crawlers, though they are no browsers either. */
const program =
  /^(?:axios|curl|deno|go-http|guzzle|httpie|java|node|okhttp|php|postman|python|ruby|undici|wget)/i;

/** Who is behind a request for a page's view, as far as that may be known. */
export interface Visitor {
  /** A stable id of this browser on this network, made without a cookie and never stored. */
  id: string;
  /** Why its views are not to be counted. */
  ignore: 'bot' | 'do-not-track' | undefined;
}

/**
 * Derives a visitor from a request: a digest of network address and browser name. It goes into a HyperLogLog
 * only, which keeps no ids; two people behind one address with the same browser count as one.
 */
export async function visitorOf(request: Request): Promise<Visitor> {
  const { headers } = request;
  const agent = headers.get('user-agent') ?? '';
  const ignore =
    headers.get('dnt') === '1' || headers.get('sec-gpc') === '1'
      ? 'do-not-track'
      : isbot(agent) && !program.test(agent)
        ? 'bot'
        : undefined;
  const text = new TextEncoder().encode(`${clientAddress(request)} ${agent}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
  return { id: btoa(String.fromCharCode(...digest.subarray(0, 16))), ignore };
}
