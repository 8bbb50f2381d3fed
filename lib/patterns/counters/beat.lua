-- A heartbeat: the user is here from now on for the TTL, by the clock of Redis.
--
-- KEYS[1] users by the time of their last heartbeat, in ms
-- ARGV[1] user   ARGV[2] TTL in ms   ARGV[3] most users   ARGV[4] the key outlives the TTL by so many ms
-- result  users here
local key, ttl, most = KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local minute = math.floor(time[1] / 60)
local stale = now - ttl

-- The member '' carries the minute of the last upkeep. It rides along in the same command: where it moves too,
-- this is the first heartbeat of a minute and the one that clears up. Its score lies far below every time.
if redis.call('ZADD', key, 'CH', now, ARGV[1], minute, '') == 2 then
  redis.call('ZREMRANGEBYSCORE', key, '(' .. minute, stale)
  redis.call('PEXPIRE', key, ttl + ARGV[4])
end

local here = redis.call('ZCOUNT', key, '(' .. stale, '+inf')
if here > most then
  redis.call('ZREMRANGEBYRANK', key, 1, -most - 1)
  here = most
end
return here
