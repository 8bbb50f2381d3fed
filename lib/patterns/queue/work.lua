-- Takes in how claimed jobs went and claims the next: one step, so a busy worker makes one call a batch.
--
-- A claim is a move to the end of its lease: a job whose worker is gone is due again like one that was delayed.
--
-- KEYS[1], KEYS[2], records and scores: common.lua   KEYS[3] the claim's receipt, where there is a claim
-- ARGV[1] JSON [[id, token, 'done' | 'failed' | 'dead' | 'released', result or error, random in [0, 1)]]
-- ARGV[2] most to claim   ARGV[3] lease in ms   ARGV[4] worker   ARGV[5] the claim's token
-- ARGV[6] its fingerprint or '-'   ARGV[7] the receipt's life in ms
-- ARGV[8] most done   ARGV[9] most dead   ARGV[10] dead are kept for so many ms
-- result  { 'claimed' | 'replayed' | 'reused' | 'paused', ms until more is due or -1, outcomes,
--           for each outcome: what became of the job, and when it is due; for each claimed job: id, name, payload,
--           created at, attempt, most attempts, token, fence, end of the lease }
local now = clock()
local outcomes, most, lease = cjson.decode(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local worker, token, fingerprint = ARGV[4], ARGV[5], ARGV[6]
local most_done, most_dead, keep_dead = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])

local candidates, due, upcoming, status = {}, {}, {}, 'claimed'
local next_due
local receipt = most > 0 and redis.call('GET', KEYS[3])
if receipt then
  status = 'replayed'
  for word in string.gmatch(receipt, '%S+') do table.insert(candidates, word) end
  if table.remove(candidates, 1) ~= fingerprint then return { 'reused' } end
  token = table.remove(candidates, 1)
elseif most > 0 then
  -- Those whose outcomes came along may be among the first to be due, and are not any more.
  local limit = most + 1 + #outcomes
  for _, from in ipairs({ active, delayed }) do
    local found = redis.call('ZRANGE', schedule, whole(from), '(' .. whole(from + band), 'BYSCORE',
      'LIMIT', 0, limit, 'WITHSCORES')
    for i = 1, #found, 2 do
      local at = found[i + 1] - from
      if at > now then
        table.insert(upcoming, { found[i], at })
      else
        table.insert(candidates, found[i])
        due[found[i]] = from
        -- Of more than this call looks at the rest comes with the next one.
        if i == 2 * limit - 1 then next_due = now end
      end
    end
  end
  local first = redis.call('ZRANGE', schedule, '0', '(' .. whole(delayed), 'BYSCORE', 'LIMIT', 0, most)
  for _, id in ipairs(first) do table.insert(candidates, id) end
end

local asked = { slot(now), '#paused', '#fence', '#ended' }
local own = #asked
for _, outcome in ipairs(outcomes) do table.insert(asked, outcome[1]) end
for _, id in ipairs(candidates) do table.insert(asked, id) end
local stored, read = redis.call('HMGET', jobs, unpack(asked)), {}
for i = own + 1, #asked do
  if stored[i] then read[asked[i]] = read[asked[i]] or open(asked[i], stored[i]) end
end
local sums, keep_sums = tally(stored[1], now)
local paused, fence, changed = stored[2] == '1', tonumber(stored[3] or 0), false
local upkeep, ended = string.match(stored[4] or '', '^(%d+) (%d+)$')
ended = tonumber(ended or 0)
if paused and status == 'claimed' and most > 0 then status = 'paused' end

local function bury(job)
  sums.dead, ended = sums.dead + 1, ended + 1
  job.head.e = now
  note(job, now, 'dead')
  return dead + now + keep_dead
end

-- What becomes of a job, when it is due again, and its new score.
local settle = {}
function settle.done(job, result)
  local head = job.head
  sums.done, sums.worked, ended = sums.done + 1, sums.worked + now - head.s, ended + 1
  head.e, head.r = now, result
  note(job, now, 'done')
  return 'done', 0, done + now + head.k
end
function settle.dead(job, why)
  sums.failed = sums.failed + 1
  note(job, now, 'failed', why)
  return 'dead', 0, bury(job)
end
function settle.released(job)
  job.head.a, job.head.d = job.head.a - 1, now
  note(job, now, 'released')
  return 'retry', now, ready(job)
end
function settle.failed(job, why, random)
  local head = job.head
  if head.a >= head.m then return settle.dead(job, why) end
  local wait, growth, longest = unpack(head.b)
  -- Later by up to a fifth, and never sooner: jobs that failed together should not come back together.
  head.d = math.floor(now + math.min(longest, wait * growth ^ (head.a - 1)) * (1 + random / 5))
  sums.failed = sums.failed + 1
  note(job, now, 'failed', why)
  return 'retry', head.d, delayed + head.d
end

local reply, handled = { status, -1, #outcomes }, {}
for _, outcome in ipairs(outcomes) do
  local id, by, how, detail, random = unpack(outcome)
  local job, became, at, score = read[id], 'stale', 0
  if not job then
    became = 'missing'
  elseif job.head.t == by then
    became, at, score = settle[how](job, detail, random)
    job.head.t, job.head.u, job.head.o = nil, by, { became, at }
    put(job, score)
    handled[id], changed = true, true
    if became == 'retry' then next_due = math.min(next_due or at, at) end
  elseif job.head.u == by then
    became, at = unpack(job.head.o)
  end
  table.insert(reply, became)
  table.insert(reply, whole(at))
end

for _, one in ipairs(upcoming) do
  if not handled[one[1]] then next_due = math.min(next_due or one[2], one[2]) end
end

local taken = {}
if status == 'replayed' then
  next_due = now
  for _, id in ipairs(candidates) do
    local job = read[id]
    if job and job.head.t == token then table.insert(taken, job) end
  end
else
  local waiting = {}
  for _, id in ipairs(candidates) do
    local job = read[id]
    if job and not handled[id] then
      local alive = true
      if due[id] == active then
        sums.lost, changed = sums.lost + 1, true
        job.head.t, job.head.d = nil, now
        note(job, now, 'lost', job.head.w)
        alive = job.head.a < job.head.m
        if not alive then put(job, bury(job)) end
      end
      if alive then table.insert(waiting, job) end
    end
  end
  table.sort(waiting, function(a, b) return ready(a) < ready(b) end)
  for i, job in ipairs(waiting) do
    local head = job.head
    if i <= most and not paused then
      fence, changed = fence + 1, true
      sums.claimed, sums.waited = sums.claimed + 1, sums.waited + now - head.d
      head.a, head.f, head.t, head.w, head.s, head.l = head.a + 1, fence, token, worker, now, lease
      head.g = nil
      note(job, now, 'claimed', worker)
      put(job, active + now + lease)
      table.insert(taken, job)
    elseif due[job.id] then
      changed = true
      put(job, ready(job))
    end
  end
  if #taken == most and most > 0 then next_due = now end
  if #taken > 0 then next_due = math.min(next_due or now + lease, now + lease) end
  if paused then next_due = nil end
end

if #taken > 0 and not receipt then
  local ids = { fingerprint, token }
  for _, job in ipairs(taken) do table.insert(ids, job.id) end
  redis.call('SET', KEYS[3], table.concat(ids, ' '), 'PX', ARGV[7])
end
for _, job in ipairs(taken) do
  local head = job.head
  for _, part in ipairs({ job.id, job.name, job.payload, whole(head.c), whole(head.a), whole(head.m), head.t,
    whole(head.f), whole(head.s + head.l) }) do
    table.insert(reply, part)
  end
end
if next_due then reply[2] = whole(math.max(0, next_due - now)) end

-- Once a minute, and after some hundreds that ended, those that ended longest ago are forgotten.
local minute = math.floor(now / 60000)
local tidy = ended >= 500 or (tonumber(upkeep) ~= minute and (changed or most > 0))
if changed or tidy then
  set('#fence', whole(fence))
  set('#ended', string.format('%d %d', minute, tidy and 0 or ended))
  keep_sums()
  write()
end
if tidy then
  for from, limit in pairs({ [done] = most_done, [dead] = most_dead }) do
    local over = redis.call('ZCOUNT', schedule, whole(from), '(' .. whole(from + band)) - limit
    local past = redis.call('ZCOUNT', schedule, whole(from), whole(from + now))
    local count = math.min(1000, math.max(over, past))
    if count > 0 then
      local gone = redis.call('ZRANGE', schedule, whole(from), '(' .. whole(from + band), 'BYSCORE', 'LIMIT', 0, count)
      redis.call('ZREM', schedule, unpack(gone))
      redis.call('HDEL', jobs, unpack(gone))
      if from == dead then redis.call('HINCRBY', jobs, '#dropped', #gone) end
    end
  end
end
return reply
