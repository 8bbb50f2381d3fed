-- Charges one caller against every limit of a policy, or against none.
--
-- The record is its own clock: `expires` is the age at which it goes away, so PTTL tells how old it is, and all
-- times in it are such ages, in ms. Redis keeps that clock; no caller's is asked. It is text of a few fields, which
-- holds Redis for less time than JSON, and begins with its version:
--
--   3|expires|blocked until|overridden until,name=limit,…|name=state;…;id,fingerprint,until,left,full,left,full…
--
-- States are by the name of their limit; what follows them are receipts, oldest first, with the age to which they are
-- kept and the numbers of the answer. A record of another version counts as none: what it knew is forgotten, a block too.
--
-- KEYS[1] the caller's record
-- ARGV[1] the record of a newcomer who is charged; '' where none would be   ARGV[2] its life in ms
-- ARGV[3] cost   ARGV[4] `;id,` of the call, as in a receipt; '' only looks, and takes nothing   ARGV[5] fingerprint
-- ARGV[6] its receipt is kept for ms   ARGV[7] at most so many bytes of receipts
-- ARGV[8] on, for each limit: name, algorithm, limit, window in ms, burst
-- result  { 'new' } for a newcomer, whose answer the sender knows; else { 'allowed' | 'limited' | 'too-large' |
--           'blocked' | 'replayed' | 'reused', ms to wait, 1 where overridden,
--           then for each limit: limit, remaining, ms until all of it is there again }
local key, fresh, cost, id, fingerprint = KEYS[1], ARGV[1], tonumber(ARGV[3]), ARGV[4], ARGV[5]
local floor, ceil, max, format = math.floor, math.ceil, math.max, string.format

-- One command reads the record, or makes it where there is none.
local text
if fresh == '' then
  text = redis.call('GET', key)
else
  text = redis.call('SET', key, fresh, 'NX', 'GET', 'PX', ARGV[2])
end
if not text then return { 'new' } end

local expires, blocked, override, states_at = text:match('^3|(%d+)|(%d*)|([^|]*)|()')
if not expires then
  if fresh ~= '' then redis.call('SET', key, fresh, 'PX', ARGV[2]) end
  return { 'new' }
end
local life = max(0, redis.call('PTTL', key))
local now = expires - life

local limits = {}
for i = 8, #ARGV, 5 do
  local count, window, burst = tonumber(ARGV[i + 2]), tonumber(ARGV[i + 3]), tonumber(ARGV[i + 4])
  limits[#limits + 1] = {
    name = ARGV[i], algorithm = ARGV[i + 1], count = count, window = window, burst = burst,
    -- Where its state stands in the text, and what `look` finds; all named here, so that the table need not grow.
    from = false, to = 0, left = 0, full = 0, used = 0, start = 0, past = 0, entries = 0,
  }
end

-- States of limits that the policy has no more stay: the next check may come from a deployment that has them.
local receipts_at, others = states_at, ''
while true do
  local name, from = text:match('^([^=;]+)=()', receipts_at)
  if not name then break end
  local stop, known = text:find(';', from, true), false
  for _, limit in ipairs(limits) do
    if limit.name == name then limit.from, limit.to, known = from, stop - 1, true end
  end
  if not known then others = others .. text:sub(receipts_at, stop) end
  receipts_at = stop + 1
end

-- A sliding log is what was spent before its first entry, then entries of one width: an age, and all that was spent
-- up to it. So what is past is cut off after an age, and the edge of the window is searched, not walked to.
local width, age_digits, spent_digits = 24, 13, 11

-- If the clock of Redis goes back, a record seems younger than its states, and its caller would be refused until the
-- clock catches up. So a record is at least as old as its states say, and its time continues from there.
-- Its last receipt was kept for a minute at most; its states may say more.
local seen = (text:match('.*;%w+,%w*,(%d+)', receipts_at) or 60000) - 60000
for _, limit in ipairs(limits) do
  if limit.from and limit.algorithm == 'token-bucket' then
    -- A bucket is never emptier than empty, and under an override at least one token large.
    local full, count = text:match('^([^,]+),(%d+)', limit.from)
    seen = max(seen, full - limit.window * max(limit.burst / limit.count, 1 / count))
  elseif limit.from and limit.algorithm == 'fixed-window' then
    seen = max(seen, tonumber(text:match('^%d+', limit.from)))
  elseif limit.from and limit.to - limit.from >= width then
    seen = max(seen, tonumber(text:sub(limit.to - width + 1, limit.to - width + age_digits)))
  end
end
-- Up to half a second is rounding, not a step.
local stepped_back = seen - now > 500
if stepped_back then
  local before = now
  expires = format('%d', ceil(seen) + life)
  now = expires - life
  -- A block or an override may have been set since: it holds for its time, one from before for longer.
  local function prolonged(ends)
    return tonumber(ends) > before and format('%d', ends + now - before) or ends
  end
  if blocked ~= '' then blocked = prolonged(blocked) end
  override = override:gsub('^%d+', prolonged)
end
local function header(lasts) return format('3|%s|%s|%s|', lasts, blocked, override) end

-- Sets the limits as they hold for this caller at a time. Returns 1 and when that ends where they are its own.
local function override_at(time)
  local ends = override:match('^%d+')
  if not ends or time >= tonumber(ends) then return 0, 0 end
  for _, limit in ipairs(limits) do
    local _, stop = override:find(',' .. limit.name .. '=', 1, true)
    if stop then
      local own = tonumber(override:match('^%d+', stop + 1))
      limit.burst, limit.count = max(1, floor(limit.burst * own / limit.count)), own
    end
  end
  return 1, tonumber(ends)
end

local function reply(outcome, wait, overridden, time)
  local result = { outcome, ceil(wait), overridden }
  for i, limit in ipairs(limits) do
    result[3 * i + 1] = limit.count
    result[3 * i + 2] = max(0, limit.left)
    result[3 * i + 3] = max(0, ceil(limit.full - time))
  end
  return result
end

local _, found = text:find(id, receipts_at, true)
if id ~= '' and found then
  local print, kept_until, numbers = text:match('^(%w*),(%d+)([,%d]*)', found + 1)
  if tonumber(kept_until) > now then
    if print ~= fingerprint then return { 'reused' } end
    local overridden, next_number = override_at(kept_until - ARGV[6]), numbers:gmatch('%d+')
    for _, limit in ipairs(limits) do
      -- Limits may have been configured anew since.
      limit.left, limit.full = tonumber(next_number() or 0), tonumber(next_number() or 0)
    end
    return reply('replayed', 0, overridden, 0)
  end
end

local function age(log, i)
  local stop = log.from + i * width
  return tonumber(text:sub(stop - age_digits, stop - 1))
end
local function spent(log, i)
  local start = log.from + i * width
  return tonumber(text:sub(start, start + spent_digits - 1))
end
-- The first entry from `low` on of which `number` is `least` or more. It is near as a rule: steps double, then halve.
local function search(log, number, least, low)
  local high, step = low, 1
  while high <= log.entries and number(log, high) < least do
    low, high, step = high + 1, high + step, step * 2
  end
  high = math.min(high, log.entries + 1)
  while low < high do
    local middle = floor((low + high) / 2)
    if number(log, middle) < least then low = middle + 1 else high = middle end
  end
  return low
end

-- Finds what is left of a limit, and when all of it is there again.
local function look(limit)
  limit.left, limit.full = limit.count, now
  if limit.algorithm == 'token-bucket' then
    -- The generic cell rate algorithm: of a bucket only the age at which it will be full again is kept, and the limit
    -- by which that was reckoned, so that under another limit what was spent stays spent.
    if limit.from then
      local full, count = text:match('^([^,]+),(%d+)', limit.from)
      limit.full = now + max(0, full - now) * count / limit.count
    end
    -- A millionth of a token is the rounding of the times, not a debt.
    limit.left = floor(limit.burst - (limit.full - now) * limit.count / limit.window + 1e-6)
  elseif limit.algorithm == 'fixed-window' then
    limit.start = now
    if not limit.from then return end
    local start, used = text:match('^(%d+),(%d+)', limit.from)
    if now < start + limit.window then
      limit.start, limit.used, limit.full = tonumber(start), tonumber(used), start + limit.window
      limit.left = limit.count - limit.used
    end
  elseif limit.from then
    limit.entries = (limit.to - limit.from + 1 - spent_digits) / width
    -- Clock ticks are whole: two that are a window apart may be less apart in time, so an entry counts a tick longer.
    limit.past = search(limit, age, now - limit.window, 1) - 1
    if limit.past < limit.entries then
      limit.used = spent(limit, limit.entries)
      limit.left = limit.count - limit.used + spent(limit, limit.past)
      limit.full = age(limit, limit.entries) + limit.window + 1
    end
  end
end

-- For how long a cost that is not left must wait.
local function wait_for(limit)
  if limit.algorithm == 'fixed-window' then return limit.full - now end
  if limit.algorithm == 'token-bucket' then
    return limit.full + (cost - limit.burst) * limit.window / limit.count - now
  end
  local frees = search(limit, spent, limit.used + cost - limit.count, limit.past + 1)
  return age(limit, frees) + limit.window + 1 - now
end

-- Takes the cost from a limit that has it. Returns its state, in two parts, for a log is long and each joining copies
-- it; the state means nothing any more once the limit is full.
local function spend(limit)
  limit.left = limit.left - cost
  if limit.algorithm == 'token-bucket' then
    limit.full = limit.full + cost * limit.window / limit.count
    return limit.full .. ',', limit.count
  elseif limit.algorithm == 'fixed-window' then
    limit.full = limit.start + limit.window
    return limit.start .. ',', limit.used + cost
  end
  limit.full = now + limit.window + 1
  local kept = limit.used > 0 and text:sub(limit.from + limit.past * width, limit.to) or '00000000000'
  return kept, format('%013d%011d', now, limit.used + cost)
end

local overridden, needed = override_at(now)
local outcome, wait = 'allowed', 0
for _, limit in ipairs(limits) do
  look(limit)
  if cost > (limit.algorithm == 'token-bucket' and limit.burst or limit.count) then
    outcome = 'too-large'
  elseif limit.left < cost then
    if outcome == 'allowed' then outcome = 'limited' end
    wait = max(wait, wait_for(limit))
  end
end
if blocked ~= '' and now < tonumber(blocked) then
  outcome, wait = 'blocked', max(wait, blocked - now)
end
if id == '' or outcome ~= 'allowed' then
  if id ~= '' and stepped_back then redis.call('SET', key, header(expires) .. text:sub(states_at), 'KEEPTTL') end
  return reply(outcome, wait, overridden, now)
end

local keep, max_bytes = tonumber(ARGV[6]), tonumber(ARGV[7])
local parts, n, receipt = { header(expires) }, 1, format('%s%s,%d', id, fingerprint, now + keep)
needed = max(needed, now + keep)
for _, limit in ipairs(limits) do
  parts[n + 1], parts[n + 2], parts[n + 5] = limit.name, '=', ';'
  parts[n + 3], parts[n + 4] = spend(limit)
  n = n + 5
  receipt = format('%s,%d,%d', receipt, limit.left, ceil(limit.full - now))
  needed = max(needed, ceil(limit.full))
end

-- Receipts that are too old, or too many, are cut off.
local from = receipts_at
while from <= #text do
  local kept_until = text:match('^;%w+,%w*,(%d+)', from)
  if tonumber(kept_until) > now and #text - from + #receipt < max_bytes then break end
  from = text:find(';', from + 1, true) or #text + 1
end

parts[n + 1], parts[n + 2], parts[n + 3] = others, text:sub(from), receipt

if needed - now <= life then
  redis.call('SET', key, table.concat(parts), 'KEEPTTL')
else
  -- Twice as long as needed, so that a busy record moves its clock seldom: each move may lose it a millisecond.
  life = 2 * (needed - now)
  parts[1] = header(format('%d', now + life))
  redis.call('SET', key, table.concat(parts), 'PX', life)
end
return reply('allowed', 0, overridden, now)
