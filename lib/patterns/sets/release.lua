-- Gives a name back, if it is the caller's.
--
-- KEYS[1] claim   ARGV[1] owner
-- result  1 where the name is free now, 0 where somebody else holds it
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
if owner then redis.call('DEL', KEYS[1]) end
return 1
