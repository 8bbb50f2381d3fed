-- Counts one score on the boards of all time, of the running week and of the running day, at one moment.
--
-- A board is a sorted set of members by place = -points * 2^22 + arrival. Ascending it is best first and, of equal
-- points, whoever reached them first: arrival numbers those who have the same points. Whole numbers below 2^53 are
-- exact, so points go to ± 10^9.
--
-- KEYS[1] base of the keys; the boards below it share its hash tag
-- KEYS[2] the run that the score was made in, where there is one
-- ARGV[1] best, sum or latest   ARGV[2] points   ARGV[3] member; '' with a run, which knows whose it is
-- ARGV[4] most points   ARGV[5] most members   ARGV[6] a run's life in ms   ARGV[7] its least age in ms
-- result  { 'run' } or { 'early', age } for a run that does not count, { 'range', member } for a sum out of bounds, or
--         { 'done', member, for all, week and day: points, rank now or '', rank before or '', 1 where improved else 0 }
local base, run, mode = KEYS[1], KEYS[2], ARGV[1]
local points, member = tonumber(ARGV[2]), ARGV[3]
local max_points, max_members = tonumber(ARGV[4]), tonumber(ARGV[5])
local arrivals = 2 ^ 22
local day_s, week_s = 86400, 604800

if run then
  -- The run expires at the end of its life, so what is left of that tells its age.
  local left = redis.call('PTTL', run)
  if left < 0 then return { 'run' } end
  local age = ARGV[6] - left
  if age < tonumber(ARGV[7]) then
    if redis.call('GET', run) == '' then return { 'run' } end
    return { 'early', age }
  end
  -- A mark is left, so that a start that is sent again makes no run anew whose score has been counted.
  member = redis.call('SET', run, '', 'PX', 600000, 'GET')
  if member == '' then return { 'run' } end
end

local now = tonumber(redis.call('TIME')[1])
local day, week = math.floor(now / day_s), math.floor((now + 3 * day_s) / week_s)
-- A day and a week can be read for as long again when they are over.
local boards = {
  { key = base .. ':all' },
  { key = base .. ':week:' .. week, life = (week + 2) * week_s - 3 * day_s - now },
  { key = base .. ':day:' .. day, life = (day + 2) * day_s - now },
}

for _, board in ipairs(boards) do
  local place = redis.call('ZSCORE', board.key, member)
  local before = place and 0 - math.floor(place / arrivals)
  local after = points
  if mode == 'sum' then after = (before or 0) + points end
  if mode == 'best' and before and before > points then after = before end
  if math.abs(after) > max_points then return { 'range', member } end
  board.before, board.after = before, after
end

local function rank(key, value)
  return redis.call('ZCOUNT', key, '-inf', string.format('(%.0f', 0 - value * arrivals)) + 1
end

-- Numbers those who tie anew, in their order. Needed when 2^22 came to the same points one after another, which is
-- more than a board has members: so it happens to every third million of them at the most.
local function renumber(key, lowest)
  local first = redis.call('ZCOUNT', key, '-inf', string.format('(%.0f', lowest))
  local size = redis.call('ZCOUNT', key, string.format('%.0f', lowest), string.format('(%.0f', lowest + arrivals))
  for from = 0, size - 1, 1000 do
    local to = math.min(from + 1000, size) - 1
    local entries = {}
    for index, name in ipairs(redis.call('ZRANGE', key, first + from, first + to)) do
      table.insert(entries, string.format('%.0f', lowest + from + index - 1))
      table.insert(entries, name)
    end
    redis.call('ZADD', key, unpack(entries))
  end
  return size
end

local function arrive(key, value)
  local lowest = 0 - value * arrivals
  local last = redis.call('ZRANGE', key, string.format('(%.0f', lowest + arrivals),
    string.format('%.0f', lowest), 'BYSCORE', 'REV', 'LIMIT', 0, 1, 'WITHSCORES')
  local arrival = last[2] and last[2] - lowest + 1 or 0
  if arrival == arrivals then arrival = renumber(key, lowest) end
  redis.call('ZADD', key, string.format('%.0f', lowest + arrival), member)
end

local reply = { 'done', member }
for index, board in ipairs(boards) do
  local key, before, after = board.key, board.before, board.after
  local was = before and rank(key, before) or ''
  local is = was
  if before ~= after then
    arrive(key, after)
    if not before then
      local size = redis.call('ZCARD', key)
      if size == 1 and board.life then redis.call('EXPIRE', key, board.life) end
      if index == 1 then redis.call('ZADD', base .. ':names', 0, member) end
      if size > max_members then
        local dropped = redis.call('ZPOPMAX', key, size - max_members)
        for i = 1, #dropped, 2 do
          if index == 1 then redis.call('ZREM', base .. ':names', dropped[i]) end
          if dropped[i] == member then is = nil end
        end
      end
    end
    is = is and rank(key, after) or ''
  end
  for _, value in ipairs({ string.format('%.0f', after), is, was, (not before or after > before) and 1 or 0 }) do
    table.insert(reply, value)
  end
end
return reply
