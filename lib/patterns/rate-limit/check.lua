-- Charges one caller against every limit of a policy, or against none.
--
-- The record is its own clock: `x` is the age at which it will expire, so PTTL tells how old it is, and all
-- times in it are such ages. Redis keeps that clock; no caller's is asked, and a caller without a record needs none.
--
-- KEYS[1] the caller's record
-- ARGV[1] 'take' or 'peek'   ARGV[2] cost
-- ARGV[3] JSON [[name, algorithm, limit, window in ms, burst]]
-- ARGV[4] operation id   ARGV[5] fingerprint   ARGV[6] receipts are kept for ms   ARGV[7] at most so many bytes
-- result  { 'allowed' | 'limited' | 'too-large' | 'blocked' | 'replayed' | 'reused', ms to wait, 1 where overridden,
--           then for each limit: limit, remaining, ms until all of it is there again }
local key, taking, cost = KEYS[1], ARGV[1] == 'take', tonumber(ARGV[2])
local limits, keep, max_bytes = cjson.decode(ARGV[3]), tonumber(ARGV[6]), tonumber(ARGV[7])
local floor, ceil, max = math.floor, math.ceil, math.max

-- Each algorithm looks at its state and tells: what is left, for how long a cost must wait, the state after a
-- cost with the age at which it means nothing any more, and when all of the limit is there again.
local algorithms = {}

algorithms['fixed-window'] = function(limit, state, now)
  local start, used = now, 0
  if state and now < state[1] + limit.window then
    start, used = state[1], state[2]
  end
  local ends = start + limit.window
  return {
    left = limit.count - used,
    wait = function() return ends - now end,
    spend = function() return { start, used + cost }, ends end,
    full = used > 0 and ends or now,
  }
end

-- The log is text: what was spent before its first entry, then entries of one width, each an age and all that was
-- spent up to it. So the window's edge is found by halving, whatever the length of the log.
local head, width = 11, 24
algorithms['sliding-log'] = function(limit, state, now)
  local log = state or string.rep('0', head)
  local entries = (#log - head) / width
  local function age(i) return tonumber(log:sub(head + (i - 1) * width + 1, head + (i - 1) * width + 13)) end
  local function spent(i)
    if i == 0 then return tonumber(log:sub(1, head)) end
    return tonumber(log:sub(head + (i - 1) * width + 14, head + i * width))
  end
  -- The first entry for which `holds`; they hold from some entry on.
  local function first(holds)
    local low, high = 1, entries + 1
    while low < high do
      local middle = floor((low + high) / 2)
      if holds(middle) then high = middle else low = middle + 1 end
    end
    return low
  end
  -- Clock ticks are whole: two that are a window apart may be less apart in time, so an entry counts a tick longer.
  local past = first(function(i) return age(i) + limit.window >= now end) - 1
  local total = spent(entries)
  local used = total - spent(past)
  return {
    left = limit.count - used,
    wait = function()
      local frees = first(function(i) return total - spent(i) + cost <= limit.count end)
      return age(frees) + limit.window + 1 - now
    end,
    spend = function()
      local base, rest = spent(past), log:sub(head + past * width + 1)
      if rest == '' then base, total = 0, 0 end
      local entry = string.format('%013.0f%011.0f', now, total + cost)
      return string.format('%011.0f', base) .. rest .. entry, now + limit.window + 1
    end,
    full = used > 0 and age(entries) + limit.window + 1 or now,
  }
end

-- The generic cell rate algorithm: of a bucket only the age at which it will be full again is kept, and the limit
-- by which that was reckoned, so that under another limit what was spent stays spent.
algorithms['token-bucket'] = function(limit, state, now)
  local per_token = limit.window / limit.count
  local full = now
  if state and state[1] > now then full = now + (state[1] - now) * state[2] / limit.count end
  return {
    -- A millionth of a token is the rounding of the times, not a debt.
    left = floor(limit.burst - (full - now) / per_token + 1e-6),
    wait = function() return full + (cost - limit.burst) * per_token - now end,
    spend = function()
      local later = full + cost * per_token
      return { later, limit.count }, later
    end,
    full = full,
  }
end

-- The limits as they hold for this caller now.
local function in_force(record, now)
  local override = record.o and now < record.o.t and record.o.l
  local list = {}
  for i, each in ipairs(limits) do
    local name, algorithm, count, window, burst = unpack(each)
    local own = override and override[name]
    if own then burst = max(1, floor(burst * own / count)) end
    list[i] = { name = name, algorithm = algorithm, count = own or count, window = window, burst = burst }
  end
  return list, override and 1 or 0
end

local function reply(outcome, wait, overridden, list, views)
  local result = { outcome, ceil(wait), overridden }
  for i, limit in ipairs(list) do
    result[#result + 1] = limit.count
    result[#result + 1] = max(0, views[i][1])
    result[#result + 1] = max(0, ceil(views[i][2]))
  end
  return result
end

-- Receipts: `id:fingerprint:age:left,full,left,full…;`, oldest first, the numbers being those of the answer.
local id = redis.sha1hex(ARGV[4]):sub(1, 16)
local fingerprint = redis.sha1hex(ARGV[5]):sub(1, 8)

local function replay(record, now)
  local at, ends = record.r:find(id .. ':', 1, true)
  if not at then return nil end
  local print, age, numbers = record.r:match('^(%x+):(%d+):([%d,]*);', ends + 1)
  if tonumber(age) + keep <= now then return nil end
  if print ~= fingerprint then return { 'reused' } end
  local list, overridden = in_force(record, tonumber(age))
  local views = {}
  for left, full in numbers:gmatch('(%d+),(%d+)') do views[#views + 1] = { left, full } end
  -- Limits may have been configured anew since.
  for i = #views + 1, #list do views[i] = { 0, 0 } end
  return reply('replayed', 0, overridden, list, views)
end

local function add_receipt(record, now, views)
  local numbers = {}
  for i, view in ipairs(views) do numbers[i] = string.format('%.0f,%.0f', view[1], max(0, ceil(view[2]))) end
  local list = record.r .. string.format('%s:%s:%.0f:%s;', id, fingerprint, now, table.concat(numbers, ','))
  local age = tonumber(list:match('^%x+:%x+:(%d+)'))
  while #list > max_bytes or age + keep <= now do
    list = list:sub(list:find(';', 1, true) + 1)
    age = tonumber(list:match('^%x+:%x+:(%d+)'))
  end
  record.r = list
end

-- The answer to this call, and whether the record changed with it; `lives` is the age up to which it is needed.
local function decide(record, now)
  local list, overridden = in_force(record, now)
  local looks, views, outcome, wait = {}, {}, 'allowed', 0
  for i, limit in ipairs(list) do
    local look = algorithms[limit.algorithm](limit, record.s[limit.name], now)
    looks[i], views[i] = look, { look.left, look.full - now }
    if cost > (limit.algorithm == 'token-bucket' and limit.burst or limit.count) then
      outcome = 'too-large'
    elseif look.left < cost then
      if outcome == 'allowed' then outcome = 'limited' end
      wait = max(wait, look.wait())
    end
  end
  if record.b and now < record.b then
    outcome, wait = 'blocked', max(wait, record.b - now)
  end
  if not taking or outcome ~= 'allowed' then
    return reply(outcome, wait, overridden, list, views), false
  end
  local lives = max(now + keep, record.o and record.o.t or 0)
  for i, limit in ipairs(list) do
    local state, needed = looks[i].spend()
    record.s[limit.name] = state
    lives = max(lives, needed)
    local after = algorithms[limit.algorithm](limit, state, now)
    views[i] = { after.left, after.full - now }
  end
  add_receipt(record, now, views)
  return reply(outcome, 0, overridden, list, views), true, lives
end

local fresh = { s = {}, r = '' }
local answer, changed, lives = decide(fresh, 0)
local stored
if changed then
  -- Reads the record, or makes it where there is none: for a newcomer this is all.
  fresh.x = ceil(lives)
  stored = redis.call('SET', key, cjson.encode(fresh), 'NX', 'GET', 'PX', fresh.x)
else
  stored = redis.call('GET', key)
end
if not stored then return answer end

local record = cjson.decode(stored)
local life = max(0, redis.call('PTTL', key))
local now = record.x - life
local first_answer = taking and replay(record, now)
if first_answer then return first_answer end

answer, changed, lives = decide(record, now)
if changed then
  local needed = ceil(lives - now)
  if needed <= life then
    redis.call('SET', key, cjson.encode(record), 'KEEPTTL')
  else
    -- Twice as long as needed, so that a busy record moves its clock seldom: each move may lose it a millisecond.
    record.x = now + needed * 2
    redis.call('SET', key, cjson.encode(record), 'PX', needed * 2)
  end
end
return answer
