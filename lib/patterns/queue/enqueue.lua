-- Adds jobs; one whose id is there already is left as it is.
--
-- KEYS, records and scores: common.lua
-- ARGV[1] most jobs that the queue holds
-- ARGV[2…] for each job: id or '', name, JSON of its head, 'in' | 'at', ms, payload
-- result  for each job: its id, 'created' | 'exists' | 'full'
local now, most = clock(), tonumber(ARGV[1])
local asked = { slot(now), '#sequence' }
for i = 2, #ARGV, 6 do
  if ARGV[i] ~= '' then table.insert(asked, ARGV[i]) end
end
local stored, taken = redis.call('HMGET', jobs, unpack(asked)), {}
for i = 3, #asked do taken[asked[i]] = stored[i] and true end

local sums, keep_sums = tally(stored[1], now)
local sequence, size = tonumber(stored[2] or 0), redis.call('ZCARD', schedule)
local reply = {}
for i = 2, #ARGV, 6 do
  local id, outcome = ARGV[i], 'created'
  if taken[id] then outcome = 'exists' elseif size >= most then outcome = 'full' end
  if outcome == 'created' then
    sequence, size = sequence + 1, size + 1
    if id == '' then id = whole(sequence) end
    taken[id] = true
    local job = { id = id, name = ARGV[i + 1], head = cjson.decode(ARGV[i + 2]), payload = ARGV[i + 5] }
    local due = tonumber(ARGV[i + 4])
    if ARGV[i + 3] == 'in' then due = now + due end
    job.head.q, job.head.a, job.head.c, job.head.d = sequence, 0, now, math.max(now, due)
    job.head.log, job.head.n = whole(now) .. ' enqueued', 1
    put(job, due <= now and ready(job) or delayed + due)
    sums.added = sums.added + 1
  end
  table.insert(reply, id)
  table.insert(reply, outcome)
end
if #places > 0 then
  set('#sequence', whole(sequence))
  keep_sums()
  write()
end
return reply
