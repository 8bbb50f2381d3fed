-- Gives a lock back, if it is the caller's.
--
-- KEYS[1] held   KEYS[2] list; absent where none is kept
-- ARGV[1] token, or '' to break the lock whoever holds it   ARGV[2] name in the list
-- result  'released' now, 'free' where nobody held it, 'taken' where somebody else does
local state = redis.call('GET', KEYS[1])
if not state then return 'free' end
if ARGV[1] ~= '' and string.match(state, '^%d+ %d+ (%S+) ') ~= ARGV[1] then return 'taken' end
redis.call('DEL', KEYS[1])
if KEYS[2] then redis.call('ZREM', KEYS[2], ARGV[2]) end
return 'released'
