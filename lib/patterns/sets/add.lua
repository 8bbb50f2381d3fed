-- Puts members into a set, all or none, and counts them in the HyperLogLog beside it.
--
-- KEYS[1] set   KEYS[2] its HyperLogLog
-- ARGV[1] most members   ARGV[2] kept for ms   ARGV[3…] members, each once
-- result  { 1 where they are in the set now else 0, size of the set }
local set, estimate, most, life = KEYS[1], KEYS[2], tonumber(ARGV[1]), ARGV[2]
local members = { unpack(ARGV, 3) }

local size = redis.call('SCARD', set)
if size + #members > most then
  -- Only here does it matter how many of them are new.
  local new = #members
  for _, known in ipairs(redis.call('SMISMEMBER', set, unpack(members))) do new = new - known end
  if size + new > most then return { 0, size } end
end

local added = redis.call('SADD', set, unpack(members))
if added > 0 then
  redis.call('PFADD', estimate, unpack(members))
  redis.call('PEXPIRE', set, life)
  redis.call('PEXPIRE', estimate, life)
end
return { 1, size + added }
