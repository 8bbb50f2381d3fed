import type { ByteString } from './byte-string';
import { RequestError } from './errors';

/** A request's path and query as bytes; both may hold what is no UTF-8. */
export interface TargetUrl {
  /** Decoded path segments: a command's name and arguments. */
  segments: ByteString[];
  /** Decoded query pairs in order, without `_token`. */
  query: [name: ByteString, value: ByteString][];
}

/** The query's `_token`, where there is one. */
export function tokenOf(url: string): string | undefined {
  const at = url.indexOf('_token=');
  if (at < 0) return undefined;
  return new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('_token') ?? undefined;
}

/** @throws RequestError 400 for a `%` that begins no byte. */
export function parseTarget(url: string): TargetUrl {
  const mark = url.indexOf('?');
  const path = (mark < 0 ? url : url.slice(0, mark)).replace(/^\/|\/$/g, '');
  const segments = path === '' ? [] : path.split('/').map(decode);
  if (mark < 0 || mark === url.length - 1) return { segments, query: [] };
  const query = url
    .slice(mark + 1)
    .split('&')
    .map((pair): [string, string] => {
      const equals = pair.indexOf('=');
      const [name, value] =
        equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))];
    })
    .filter(([name]) => name !== '' && name !== '_token');
  return { segments, query };
}

/** Options that follow a path-style command: `?EX=100&NX` → `EX 100 NX`; many clients write `NX=` for `NX`. */
export function queryArguments(query: TargetUrl['query']): ByteString[] {
  return query.flatMap(([name, value]) => (value === '' ? [name] : [name, value]));
}

function decode(text: string): ByteString {
  if (!text.includes('%')) return text;
  if (/%(?![0-9a-f]{2})/i.test(text)) throw new RequestError(400, 'ERR malformed percent-encoding');
  return text.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
