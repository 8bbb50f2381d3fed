-- Who is here, by the clock of Redis.
--
-- KEYS[1] users by the time of their last heartbeat, in ms
-- ARGV[1] TTL in ms   ARGV[2] how many to name, newest first
-- result  { users here, { user, last heartbeat, user, … } }
local time = redis.call('TIME')
local stale = string.format('(%.0f', time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1])
local here = redis.call('ZCOUNT', KEYS[1], stale, '+inf')
if ARGV[2] == '0' then return { here, {} } end
return { here, redis.call('ZRANGE', KEYS[1], '+inf', stale, 'BYSCORE', 'REV', 'LIMIT', 0, ARGV[2], 'WITHSCORES') }
