import type { ByteString } from '../byte-string';

/**
 * `XTRIM key MAXLEN ~ n`: the hosted service trims to nearly n, Redis only by whole nodes of its tree, which may be nothing at all.
 * An exact trim satisfies both. With LIMIT, which asks for partial work and which an exact trim forbids, it stays as it is.
 */
export function rewriteXtrim(args: readonly ByteString[]): readonly ByteString[] {
  if (args.length !== 5 || args[3] !== '~') return args;
  return args.with(3, '=');
}
