-- Forgets a counter and its minutes.
--
-- KEYS[1] the hash of all counters
-- ARGV[1] name   ARGV[2] slots of a ring
local fields = {}
for slot = 0, tonumber(ARGV[2]) - 1 do table.insert(fields, ARGV[1] .. ':' .. slot) end
-- A counter that stands has its value and a minute at the least.
if redis.call('HDEL', KEYS[1], ARGV[1], unpack(fields)) > 0 then
  redis.call('HINCRBY', KEYS[1], '#', -1)
end
