-- Gives up a place in the line.
--
-- KEYS[1] line   ARGV[1] token   ARGV[2] patience with a silent waiter in ms
-- result  1 where the caller stood in the line, else 0
local state = redis.call('GET', KEYS[1])
if not state then return 0 end
local rest, found = {}, 0
for _, waiter in ipairs(cjson.decode(state)) do
  if waiter[1] == ARGV[1] then found = 1 else table.insert(rest, waiter) end
end
if found == 0 then return 0 end
if #rest > 0 then
  redis.call('SET', KEYS[1], cjson.encode(rest), 'PX', ARGV[2])
else
  redis.call('DEL', KEYS[1])
end
return 1
