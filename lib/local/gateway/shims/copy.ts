import type { ByteString } from '../byte-string';

/** COPY of a key onto itself: the hosted service answers 0, Redis an error. */
export function rewriteCopy(args: readonly ByteString[]): readonly ByteString[] {
  const [, source, destination, ...options] = args;
  const elsewhere = options.some((option) => option.toLowerCase() === 'db');
  return source !== undefined && source === destination && !elsewhere
    ? ['EVAL', 'return 0', '1', source]
    : args;
}
