-- Stores what was loaded, unless the load lost its lease or a tag has moved since it began.
--
-- KEYS[1] entry   KEYS[2] state   KEYS[3…] tags
-- ARGV[1] the grant   ARGV[2] versions of the tags when it was given   ARGV[3] the entry
-- ARGV[4] ms for which it is fresh   ARGV[5] ms for which it is kept
-- result  'stored' | 'lease_lost' | 'invalidated'
local grant, life = ARGV[1], ARGV[5]

local found = redis.call('MGET', unpack(KEYS, 2))
if found[1] ~= 'loading:' .. grant then
  -- This may be sent again, the first time having stored it.
  local head = redis.call('GETRANGE', KEYS[1], 0, 255)
  return string.match(head, '^%d+ %d+ %d+ %d+ (%S+)') == grant and 'stored' or 'lease_lost'
end

for i = 2, #found do found[i] = found[i] or '' end
if table.concat(found, ' ', 2) ~= ARGV[2] then
  redis.call('DEL', KEYS[2])
  return 'invalidated'
end

redis.call('SET', KEYS[1], ARGV[3], 'PX', life)
if ARGV[4] == life then
  -- While it is there, it is fresh: nothing else has to say so.
  redis.call('DEL', KEYS[2])
else
  redis.call('SET', KEYS[2], 'fresh', 'PX', ARGV[4])
end
return 'stored'
