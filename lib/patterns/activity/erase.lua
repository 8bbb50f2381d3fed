-- Erases a user: the timeline, the record, and every place among the actives where they counted.
--
-- KEYS[1] timeline   KEYS[2] the user's record   KEYS[3] actives
-- result  { entries that were on the timeline, days on which the user was active }
local entries = redis.call('XLEN', KEYS[1])
local record = redis.call('GET', KEYS[2])
redis.call('UNLINK', KEYS[1], KEYS[2])
if not record then return { entries, 0 } end

local days, week, month, figures = 0, nil, nil, {}
local first = -1
for at = 1, 4 do first = first + string.byte(record, at) * 256 ^ (4 - at) end
for at = days_at / 8, #record - 1 do
  local byte = string.byte(record, at + 1)
  for bit_of_byte = 0, 7 do
    if math.floor(byte / 2 ^ (7 - bit_of_byte)) % 2 == 1 then
      local day = (at - days_at / 8) * 8 + bit_of_byte
      days = days + 1
      for _, figure in ipairs(figures_of(day, first, week_of(day) ~= week, month_of(day) ~= month)) do
        table.insert(figures, figure)
      end
      week, month = week_of(day), month_of(day)
    end
  end
end

-- Lua takes some 8,000 values at once.
for from = 1, #figures, 1000 do
  local counts = { 'OVERFLOW', 'FAIL' }
  for i = from, math.min(from + 999, #figures) do
    for _, part in ipairs({ 'INCRBY', 'u32', '#' .. figures[i], -1 }) do table.insert(counts, part) end
  end
  redis.call('BITFIELD', KEYS[3], unpack(counts))
end
return { entries, days }
