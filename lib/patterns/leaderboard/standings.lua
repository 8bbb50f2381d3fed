-- How some members stand, named or found by the beginning of their names, at one moment.
--
-- KEYS[1] members by their place, -points * 2^22 + arrival   KEYS[2] with a prefix: the names to search
-- ARGV    'named' and members, or 'prefix', the beginning of names, most found
-- result  { members of the board, member, place or '', rank or '', member, place or '', rank or '' … }
local key, arrivals = KEYS[1], 2 ^ 22
local members = { unpack(ARGV, 2) }
if ARGV[1] == 'prefix' then
  -- No byte of UTF-8 is 255. The name that is just the prefix comes first, since it is the shortest.
  members = redis.call('ZRANGE', KEYS[2], '[' .. ARGV[2], '[' .. ARGV[2] .. '\255', 'BYLEX', 'LIMIT', 0, ARGV[3])
end

local reply = { redis.call('ZCARD', key) }
if #members == 0 then return reply end
for index, place in ipairs(redis.call('ZMSCORE', key, unpack(members))) do
  local rank = ''
  if place then
    local lowest = math.floor(place / arrivals) * arrivals
    rank = redis.call('ZCOUNT', key, '-inf', string.format('(%.0f', lowest)) + 1
  end
  for _, value in ipairs({ members[index], place or '', rank }) do table.insert(reply, value) end
end
return reply
