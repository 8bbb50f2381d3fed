-- Prolongs a lock from now on, if it is still the caller's. The fence stays.
--
-- KEYS[1] held   KEYS[2] list; absent where none is kept
-- ARGV[1] token   ARGV[2] TTL in ms   ARGV[3] name in the list
-- result  { 1, fence, end } or { 0 }
local state = redis.call('GET', KEYS[1])
local fence, token, owner = string.match(state or '', '^(%d+) %d+ (%S+) (.*)$')
if token ~= ARGV[1] then return { 0 } end
local time = redis.call('TIME')
local ends = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2])
redis.call('SET', KEYS[1], table.concat({ fence, ends, token, owner }, ' '), 'PX', ARGV[2])
if KEYS[2] then redis.call('ZADD', KEYS[2], ends, ARGV[3]) end
return { 1, fence, ends }
