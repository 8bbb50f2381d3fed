-- A heartbeat: the user is here from now on for the TTL, by the clock of Redis.
--
-- KEYS[1] users by the time of their last heartbeat, in ms
-- ARGV[1] user   ARGV[2] TTL in ms   ARGV[3] most to name
-- result  who is here, newest first
local key, ttl = KEYS[1], tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', key, now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', key, '-inf', now - ttl)
redis.call('PEXPIRE', key, ttl)
return redis.call('ZREVRANGE', key, 0, ARGV[3] - 1)
