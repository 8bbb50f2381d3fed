-- A goodbye of one tab. The user stays for a grace in which any other tab of theirs beats: so it needs no list
-- of tabs, may come twice, and may arrive after the first heartbeat of the page that followed.
--
-- KEYS[1] users by the time of their last heartbeat, in ms
-- ARGV[1] user   ARGV[2] what is left of the TTL is cut down to the grace: TTL less grace, in ms
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], 'XX', 'LT', now - ARGV[2], ARGV[1])
