-- Counts clicks of one user, in all and by target.
--
-- KEYS[1] the user's clicks
-- ARGV[1] clicks   ARGV[2] target, '' for none   ARGV[3] most targets told apart   ARGV[4] kept for ms
-- result  all clicks of the user so far
local key, by, target = KEYS[1], ARGV[1], ARGV[2]

local total = redis.call('HINCRBY', key, 'clicks', by)
if target ~= '' then
  local field = 'target:' .. target
  -- A field that is new and one too many is taken back and counted with the others of its kind.
  if redis.call('HINCRBY', key, field, by) == tonumber(by)
    and redis.call('HLEN', key) - redis.call('HEXISTS', key, 'other') - 1 > tonumber(ARGV[3]) then
    redis.call('HDEL', key, field)
    redis.call('HINCRBY', key, 'other', by)
  end
end
redis.call('PEXPIRE', key, ARGV[4])
return total
