import type { ByteString } from '../byte-string';

const SCAN_WITH_TYPES = `
local page = redis.call('SCAN', unpack(ARGV))
local typed = {}
for _, key in ipairs(page[2]) do
  typed[#typed + 1] = key
  typed[#typed + 1] = redis.call('TYPE', key).ok
end
return { page[1], typed }`;

/** `SCAN … WITHTYPE`: each key is followed by its type. */
export function rewriteScan(args: readonly ByteString[]): readonly ByteString[] {
  // Options from the third argument on come in pairs, so a WITHTYPE that is the value of MATCH or TYPE is not mistaken for one.
  for (let at = 2; at < args.length; at += 2) {
    if (args[at]?.toLowerCase() !== 'withtype') continue;
    return ['EVAL', SCAN_WITH_TYPES, '0', ...args.slice(1, at), ...args.slice(at + 1)];
  }
  return args;
}
