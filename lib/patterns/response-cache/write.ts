import { formatCourse } from './cache-status';
import { endToEnd } from './headers';
import type { Purged } from './types';

/** Methods that change nothing (RFC 9110, 9.2.1). */
const safe = ['GET', 'HEAD', 'OPTIONS', 'TRACE'];

interface Setting {
  name: string;
  purge(what: Purged): Promise<void>;
  onError(error: unknown): void;
}

/**
 * Makes invalid what is stored under the URL of a request that changed something, and under those that its answer
 * names (RFC 9111, 4.4), before whoever sent it has the answer.
 */
export async function afterWrite(
  { url, method }: Request,
  answer: Response,
  { name, purge, onError }: Setting,
): Promise<Response> {
  const headers = endToEnd(answer.headers);
  headers.append('cache-status', formatCourse(name, { fwd: 'method', fwdStatus: answer.status }));
  if (!safe.includes(method) && answer.status < 400) {
    const named = ['location', 'content-location'].flatMap((each) => headers.get(each) ?? []);
    // What is elsewhere is another's to say.
    const urls = [url, ...named.filter((each) => sameOrigin(each, url))];
    try {
      await purge({ urls: urls.map((each) => new URL(each, url)) });
    } catch (error) {
      // What was changed stays so, and its writer must hear that it was.
      onError(error);
    }
  }
  return new Response(answer.body, { status: answer.status, headers });
}

const sameOrigin = (reference: string, url: string) =>
  URL.canParse(reference, url) && new URL(reference, url).origin === new URL(url).origin;
