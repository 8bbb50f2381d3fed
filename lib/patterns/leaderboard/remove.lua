-- Takes a member off every board there is: of all time, of this week and day and of the ones before.
--
-- KEYS[1] base of the keys   ARGV[1] member
local base, member = KEYS[1], ARGV[1]
local now = tonumber(redis.call('TIME')[1])
local day, week = math.floor(now / 86400), math.floor((now + 3 * 86400) / 604800)
for _, board in ipairs({ ':all', ':week:' .. week, ':week:' .. week - 1, ':day:' .. day, ':day:' .. day - 1, ':names' }) do
  redis.call('ZREM', base .. board, member)
end
