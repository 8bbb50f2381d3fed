-- Gives a lock back, if it is the caller's.
--
-- KEYS[1] held, or "released token" for a while   KEYS[2] list; absent where none is kept
-- ARGV[1] token, or '' to break the lock whoever holds it   ARGV[2] name in the list
-- result  'released' now, 'free' where nobody held it, 'taken' where somebody else does
local state = redis.call('GET', KEYS[1])
local token = string.match(state or '', '^%d+ %d+ (%S+) ')
if not token then return state == 'released ' .. ARGV[1] and 'released' or 'free' end
if ARGV[1] ~= '' and token ~= ARGV[1] then return 'taken' end
if ARGV[1] == '' then
  redis.call('DEL', KEYS[1])
else
  -- A receipt in place of the lock, which says to a resend what the first send did. To all others it is free.
  redis.call('SET', KEYS[1], 'released ' .. ARGV[1], 'PX', 10000)
end
if KEYS[2] then redis.call('ZREM', KEYS[2], ARGV[2]) end
return 'released'
