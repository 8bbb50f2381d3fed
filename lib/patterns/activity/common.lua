-- What the scripts of this room share: where each figure stands, and the calendar of UTC.
--
-- Days are numbered from 2024-01-01, which began a week and a month; weeks begin on Monday. Figures are u32.
--
-- A user's record   #0 the user's first day + 1, 0 for none; #1 to #31 events by the number of their type; #32 to
--                   #199 events by hour of the week; then a bit for each day, 1 where the user was active
-- The actives       a row of 11 for each day: #0 who was active on it, #1 in the week that begins on it, #2 in the
--                   month that begins on it; #3 to #10 of those who came first on it, how many 0 to 7 days later
local first_days, days_at, day_ms = 32, 200 * 32, 86400000
local row, ages = 11, 7
local base = 19723

-- The first day of a day's month (civil_from_days, Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
local function month_of(day)
  local era_day = (day + base + 719468) % 146097
  local year = math.floor((era_day - math.floor(era_day / 1460) + math.floor(era_day / 36524)
    - math.floor(era_day / 146096)) / 365)
  local year_day = era_day - (365 * year + math.floor(year / 4) - math.floor(year / 100))
  local month = math.floor((5 * year_day + 2) / 153)
  return day - (year_day - math.floor((153 * month + 2) / 5))
end

local function week_of(day) return day - day % 7 end

-- The figures of the actives that count a user's day: of a week and of a month only the user's first day in it does,
-- which makes both a union of days and not their sum.
local function figures_of(day, first, is_first_of_week, is_first_of_month)
  local figures = { row * day }
  if is_first_of_week then table.insert(figures, row * week_of(day) + 1) end
  if is_first_of_month then table.insert(figures, row * month_of(day) + 2) end
  local age = day - first
  if age <= ages then table.insert(figures, row * first + 3 + age) end
  return figures
end
