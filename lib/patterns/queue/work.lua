-- Takes in how claimed jobs went and claims the next: one step, so a busy worker makes one call a batch.
--
-- A claim is a move to the end of its lease: a job whose worker is gone is due again like one that was delayed.
--
-- KEYS[1], KEYS[2], records and scores: common.lua   KEYS[3] the claim's receipt, where there is a claim
-- ARGV[1] most to claim   ARGV[2] lease in ms   ARGV[3] worker   ARGV[4] the claim's token
-- ARGV[5] its fingerprint or '-'   ARGV[6] the receipt's life in ms
-- ARGV[7] most done   ARGV[8] most dead   ARGV[9] dead are kept for so many ms
-- ARGV[10] '1' where the worker listens, so that others ring when something comes due; or ''
-- ARGV[11…] for each outcome: id, token, 'done' | 'failed' | 'dead' | 'released', and the result of one that is done, or
--           the error of one that is not, where it failed behind a random number in [0, 1) and a blank
-- result  { 'claimed' | 'replayed' | 'reused' | 'paused', ms until more is due or -1,
--           a text: for each outcome what became of the job, and when it is due, with blanks between;
--           for each claimed job: id, record, payload }
local now, stamp = clock()
local most, lease = tonumber(ARGV[1]), tonumber(ARGV[2])
local worker, token, fingerprint = ARGV[3], ARGV[4], ARGV[5]
local most_done, most_dead, keep_dead = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local listens, listens_ms = ARGV[10] == '1', 600000
local first_outcome, width = 11, 4
local outcomes = (#ARGV - first_outcome + 1) / width
-- How many more jobs whose delay or lease is over one call looks at. If more came due at once, later calls take the
-- rest in the order in which they came due.
local most_due = 1000

local candidates, due, upcoming, status = {}, {}, {}, 'claimed'
local next_due
local receipt = most > 0 and redis.call('GET', KEYS[3])
if receipt then
  status = 'replayed'
  for word in string.gmatch(receipt, '%S+') do table.insert(candidates, word) end
  if table.remove(candidates, 1) ~= fingerprint then return { 'reused' } end
  token = table.remove(candidates, 1)
elseif most > 0 then
  local waiting = redis.call('ZRANGE', schedule, 0, '(' .. delayed, 'BYSCORE', 'LIMIT', 0, most)
  -- Where enough is ready there is more to ask for at once, and nobody needs to know when the next is due.
  local enough = #waiting == most
  if enough then next_due = now end
  -- Those whose outcomes came along may be among the first to be due, and are not any more.
  local limit = most + 1 + outcomes
  local function take(from, found)
    for i = 1, #found, 2 do
      local at = found[i + 1] - from
      if at > now then
        upcoming[#upcoming + 1] = { found[i], at }
      else
        candidates[#candidates + 1] = found[i]
        due[found[i]] = from
      end
    end
  end
  for _, from in ipairs({ active, delayed }) do
    local to = enough and from + now or '(' .. from + band
    local found = redis.call('ZRANGE', schedule, from, to, 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES')
    take(from, found)
    -- The most urgent may have come due last. So look at everything that is due, and move it to its ready band.
    if #found == 2 * limit and due[found[2 * limit - 1]] then
      local rest = redis.call('ZRANGE', schedule, from, from + now, 'BYSCORE', 'LIMIT', limit, most_due, 'WITHSCORES')
      take(from, rest)
      if #rest == 2 * most_due then next_due = now end
    end
  end
  for _, id in ipairs(waiting) do candidates[#candidates + 1] = id end
end

local asked = { slot(now), '#paused', '#fence', '#ended', '#bell' }
local own = #asked
for i = first_outcome, #ARGV, width do asked[#asked + 1] = ARGV[i] end
for _, id in ipairs(candidates) do asked[#asked + 1] = id end
local records = #asked
-- Payloads are large. With many candidates, read only those of claimed jobs.
local is_crowd = not receipt and #candidates > 2 * (most + 1 + outcomes) + most
if not is_crowd then
  for i, id in ipairs(candidates) do asked[records + i] = payload_of(id) end
end
local stored, read, payloads = redis.call('HMGET', jobs, unpack(asked)), {}, {}
for i = own + 1, records do
  local id = asked[i]
  if stored[i] and not read[id] then read[id] = open(stored[i]) end
end
for i, id in ipairs(candidates) do payloads[id] = stored[records + i] end
local sums, changed = sums_of(stored[1], now), false
local paused, fence = stored[2] == '1', tonumber(stored[3] or 0)
local upkeep, ended = string.match(stored[4] or '', '^(%d+) (%d+)$')
ended = tonumber(ended or 0)
if paused and status == 'claimed' and most > 0 then status = 'paused' end

local line = '\n' .. stamp
local function bury(job)
  sums.dead, ended = sums.dead + 1, ended + 1
  note(job, line .. ' dead')
  return dead + now + keep_dead
end

-- What becomes of a job, when it is due again, and its new score.
local settle = {}
local is_done, forgotten = line .. ' done', {}
function settle.done(job, result)
  sums.done, sums.worked, ended = sums.done + 1, sums.worked + now - string.match(job.claim, '^%S+'), ended + 1
  job.detail = result
  note(job, is_done)
  local kept = string.match(job.rest, '^%S+ %S+ %S+ %S+ %S+ %S+ %S+ (%S+)')
  forgotten[kept] = forgotten[kept] or tostring(done + now + kept)
  return 'done', '0', forgotten[kept]
end
function settle.dead(job, why)
  sums.failed = sums.failed + 1
  note(job, line .. ' failed ' .. why)
  return 'dead', '0', bury(job)
end
function settle.released(job)
  job.attempt, job.due = job.attempt - 1, stamp
  note(job, line .. ' released')
  return 'retry', stamp, ready(job)
end
function settle.failed(job, random_and_why)
  local random, why = string.match(random_and_why, '^(%S+) (.*)$')
  local attempts, wait, growth, longest = string.match(job.rest, '^%S+ %S+ %S+ (%S+) (%S+) (%S+) (%S+)')
  if tonumber(job.attempt) >= tonumber(attempts) then return settle.dead(job, why) end
  -- Later by up to a fifth, and never sooner: jobs that failed together should not come back together.
  local pause = math.min(longest, wait * growth ^ (job.attempt - 1)) * (1 + random / 5)
  job.due = math.floor(now + pause)
  sums.failed = sums.failed + 1
  note(job, line .. ' failed ' .. why)
  return 'retry', job.due, delayed + job.due
end

-- When the first of what others could wait for is due: what is given back, and the ends of new leases.
local scheduled
local became_all, handled = {}, {}
for i = first_outcome, #ARGV, width do
  local id, by = ARGV[i], ARGV[i + 1]
  local job, became, at, score = read[id], 'stale', '0'
  if not job then
    became = 'missing'
  elseif holds(by, job) then
    became, at, score = settle[ARGV[i + 2]](job, ARGV[i + 3])
    job.holder, job.answer = '', by .. ' ' .. became .. ' ' .. at
    put(id, job, score)
    handled[id], changed = true, true
    if became == 'retry' then
      next_due = math.min(next_due or at, at)
      scheduled = math.min(scheduled or at, at)
    end
  else
    local last, said, said_at = string.match(job.answer, '^(%S+) (%S+) (%S+)$')
    if last == by then became, at = said, said_at end
  end
  local last = #became_all
  became_all[last + 1], became_all[last + 2] = became, at
end

for _, one in ipairs(upcoming) do
  if not handled[one[1]] then next_due = math.min(next_due or one[2], one[2]) end
end

local reply = { status, -1, table.concat(became_all, ' ') }
local ids = { fingerprint, token }
local function hand_out(id, record)
  ids[#ids + 1] = id
  local last = #reply
  reply[last + 1], reply[last + 2], reply[last + 3] = id, record, payloads[id]
end

if receipt then
  next_due = now
  for i, id in ipairs(candidates) do
    local job = read[id]
    if job and holds(token, job) then hand_out(id, stored[records - #candidates + i]) end
  end
else
  local waiting, nobody = {}, {}
  for _, id in ipairs(candidates) do
    local job = read[id]
    if not job then nobody[#nobody + 1] = id end
    if job and not handled[id] then
      local alive = true
      if due[id] == active then
        sums.lost, changed = sums.lost + 1, true
        job.holder, job.due = '', stamp
        note(job, line .. ' lost ' .. string.match(job.rest, 'claimed ([^\n]*)$'))
        alive = tonumber(job.attempt) < tonumber(string.match(job.rest, '^%S+ %S+ %S+ (%S+)'))
        if not alive then put(id, job, bury(job)) end
      end
      if alive then waiting[#waiting + 1] = id end
    end
  end
  -- An entry without a readable record would block the jobs behind it for ever.
  if #nobody > 0 then redis.call('ZREM', schedule, unpack(nobody)) end
  -- What is ready is in order already, what has come due is not.
  if next(due) then
    local rank = {}
    for _, id in ipairs(waiting) do rank[id] = ready(read[id]) end
    table.sort(waiting, function(a, b) return rank[a] < rank[b] end)
  end
  if is_crowd and not paused then
    local wanted = {}
    for i = 1, math.min(most, #waiting) do wanted[i] = payload_of(waiting[i]) end
    local found = #wanted > 0 and redis.call('HMGET', jobs, unpack(wanted)) or {}
    for i = 1, #wanted do payloads[waiting[i]] = found[i] end
  end
  local is_claimed, claim, till = line .. ' claimed ' .. worker, stamp .. ' ' .. lease .. ' ', now + lease
  local score = tostring(active + till)
  for i, id in ipairs(waiting) do
    local job = read[id]
    if i <= most and not paused then
      fence, changed = fence + 1, true
      sums.claimed, sums.waited = sums.claimed + 1, sums.waited + now - job.due
      job.attempt, job.claim, job.holder, job.detail = job.attempt + 1, claim .. fence, token, ''
      note(job, is_claimed)
      hand_out(id, put(id, job, score))
      scheduled = math.min(scheduled or till, till)
      next_due = math.min(i == most and now or till, next_due or till)
    elseif due[id] == active then
      put(id, job, ready(job))
    elseif due[id] then
      changed = true
      place(id, ready(job))
    end
  end
  if #ids > 2 then redis.call('SET', KEYS[3], table.concat(ids, ' '), 'PX', ARGV[6]) end
  if paused then next_due = nil end
end
if next_due then reply[2] = math.max(0, next_due - now) end
ring(stored[5], now, scheduled and scheduled - now)

-- Once a minute, and after some hundreds that ended, those that ended longest ago are forgotten; while nothing happens,
-- each ten minutes.
local minute = minute_of(now)
local since = math.abs(minute - tonumber(upkeep or 0))
local tidy = ended >= 500 or since >= (changed and 1 or most > 0 and 10 or math.huge)
if changed or tidy then
  set('#fence', fence)
  set('#ended', minute .. ' ' .. (tidy and 0 or ended))
  keep(sums, now)
  write()
end
-- Told anew when half of the time is over, so that a worker that is gone is not rung for long.
if listens and tonumber(stored[5] or 0) < now + listens_ms / 2 then
  redis.call('HSET', jobs, '#bell', now + listens_ms)
end
if tidy then
  for from, limit in pairs({ [done] = most_done, [dead] = most_dead }) do
    local over = redis.call('ZCOUNT', schedule, from, '(' .. from + band) - limit
    local past = redis.call('ZCOUNT', schedule, from, from + now)
    local count = math.min(1000, math.max(over, past))
    if count > 0 then
      local gone = redis.call('ZRANGE', schedule, from, '(' .. from + band, 'BYSCORE', 'LIMIT', 0, count)
      forget(gone)
      if from == dead then redis.call('HINCRBY', jobs, '#dropped', #gone) end
    end
  end
end
return reply
