-- How many members have how many points, in steps of one width from the worst to the best, at one moment.
--
-- KEYS[1] members by their place, -points * 2^22 + arrival
-- ARGV[1] most steps
-- result  { members } where there is none, else { members, least points, most points, width, members of each step … }
local key, arrivals = KEYS[1], 2 ^ 22
local size = redis.call('ZCARD', key)
if size == 0 then return { 0 } end
local function points_at(index)
  return -math.floor(redis.call('ZRANGE', key, index, index, 'WITHSCORES')[2] / arrivals)
end
local worst, best = points_at(-1), points_at(0)
local width = math.ceil((best - worst + 1) / ARGV[1])
local steps = math.ceil((best - worst + 1) / width)

local reply, rest = { size, worst, best, width }, size
for step = 0, steps - 2 do
  -- Places fall as points rise: those below the step's end come after this place.
  local from = -(worst + (step + 1) * width - 1) * arrivals
  local upto = -(worst + step * width) * arrivals + arrivals
  local count = redis.call('ZCOUNT', key, string.format('%.0f', from), string.format('(%.0f', upto))
  table.insert(reply, count)
  rest = rest - count
end
table.insert(reply, rest)
return reply
