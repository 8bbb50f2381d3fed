import type { ByteString } from '../byte-string';

/**
 * KEYS: destination, sources…; ARGV: operation. Built from the operations every Redis has. An intermediate result stands in the
 * destination's slot and is gone when the script ends.
 */
const DERIVED_BITOP = `
local destination, first = KEYS[1], KEYS[2]
local scratch = '{' .. destination .. '}:bitop:' .. ARGV[2]
local function bitop(operation, into, ...)
  return redis.call('BITOP', operation, into, ...)
end
if ARGV[1] == 'ONE' then
  local once, often, both = scratch .. ':once', scratch .. ':often', scratch .. ':both'
  for source = 2, #KEYS do
    bitop('AND', both, once, KEYS[source])
    bitop('OR', often, often, both)
    bitop('XOR', once, once, KEYS[source])
  end
  bitop('AND', both, once, often)
  local length = bitop('XOR', destination, once, both)
  redis.call('DEL', once, often, both)
  return length
end
local others, common = scratch .. ':others', scratch .. ':common'
bitop('OR', others, unpack(KEYS, 3))
bitop('AND', common, first, others)
local length
if ARGV[1] == 'DIFF' then length = bitop('XOR', destination, first, common)
elseif ARGV[1] == 'DIFF1' then length = bitop('XOR', destination, others, common)
else length = bitop('OR', destination, common, common) end
redis.call('DEL', others, common)
return length`;

const DERIVED = new Set(['DIFF', 'DIFF1', 'ANDOR', 'ONE']);

/** The operations of BITOP that came with Redis 8.2, on any Redis. */
export function rewriteBitop(args: readonly ByteString[]): readonly ByteString[] {
  const operation = args[1]?.toUpperCase() ?? '';
  if (!DERIVED.has(operation)) return args;
  const keys = args.slice(2);
  if (keys.length < (operation === 'ONE' ? 2 : 3)) return args;
  const scratch = Math.random().toString(36).slice(2);
  return ['EVAL', DERIVED_BITOP, String(keys.length), ...keys, operation, scratch];
}
