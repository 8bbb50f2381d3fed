-- Consecutive lines of a board with the rank of the first, around a member or from an offset, at one moment.
--
-- KEYS[1] members by their place, -points * 2^22 + arrival
-- ARGV[1] 'around'   ARGV[2] member   ARGV[3] lines before it, and after it
-- ARGV[1] 'from'     ARGV[2] lines left out at the top   ARGV[3] lines
-- result  { position of the first line from 1, its rank, member, place, member, place … }; empty where there is none
local key, arrivals = KEYS[1], 2 ^ 22
local first, last
if ARGV[1] == 'around' then
  local at = redis.call('ZRANK', key, ARGV[2])
  if not at then return {} end
  first, last = math.max(0, at - ARGV[3]), at + ARGV[3]
else
  first = tonumber(ARGV[2])
  last = first + ARGV[3] - 1
end

-- One line more: where it has other points than the first that was asked for, that one's rank is its position.
local lines = redis.call('ZRANGE', key, math.max(0, first - 1), last, 'WITHSCORES')
local rank = first + 1
if first > 0 then
  if #lines < 4 then return {} end
  local above, points = math.floor(lines[2] / arrivals), math.floor(lines[4] / arrivals)
  table.remove(lines, 1)
  table.remove(lines, 1)
  if above == points then
    rank = redis.call('ZCOUNT', key, '-inf', string.format('(%.0f', points * arrivals)) + 1
  end
end
if #lines == 0 then return {} end
table.insert(lines, 1, rank)
table.insert(lines, 1, first + 1)
return lines
