import { dateOf } from './lifetimes';
/**
 * Whether who asks has the answer already (RFC 9110, 13.1.2 and 13.1.3): a validator of theirs names it, or, where
 * they sent none, it has not been modified since their copy was.
 *
 * @param headers of the answer
 */
export function isNotModified(request: Request, status: number, headers: Headers): boolean {
  if (status !== 200) return false;
  const ifNoneMatch = request.headers.get('if-none-match');
  if (ifNoneMatch !== null) {
    const etag = headers.get('etag');
    if (ifNoneMatch.trim() === '*') return true;
    return etag !== null && tagsIn(ifNoneMatch).includes(opaque(etag));
  }
  const since = dateOf(request.headers.get('if-modified-since')) ?? NaN;
  return (dateOf(headers.get('last-modified')) ?? NaN) <= since;
}

/** The list's validators without their marks: a read compares weakly. They are in quotes, and may hold commas. */
function tagsIn(list: string): string[] {
  return [...list.matchAll(/(?:W\/)?("[^"]*")/g)].map(([, tag]) => tag as string);
}

const opaque = (etag: string) => etag.replace(/^W\//, '');

/** What a 304 says (RFC 9110, 15.4.5): what a cache needs to go on with its copy, and nothing of the content. */
const ofNotModified = [
  'age',
  'cache-control',
  'cache-status',
  'content-location',
  'date',
  'etag',
  'expires',
  'last-modified',
  'vary',
];

/** "You have it": without a body. */
export function notModified(headers: Headers): Response {
  const kept = [...headers].filter(([name]) => ofNotModified.includes(name));
  return new Response(null, { status: 304, headers: kept });
}
