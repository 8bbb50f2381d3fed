-- What people do to jobs, by id or to the dead that died first.
--
-- KEYS, records and scores: common.lua
-- ARGV[1] 'retry' (dead or done: once more, with all its attempts), 'promote' (delayed: due now), 'remove' (whatever
--         its state; who works on it is told at their next renewal), 'replay' (as retry, of the first dead)
-- ARGV[2] most to replay   ARGV[3…] ids
-- result  the ids that it was done to
local action, ids = ARGV[1], { unpack(ARGV, 3) }
if action == 'replay' then
  ids = redis.call('ZRANGE', schedule, dead, '(' .. dead + band, 'BYSCORE', 'LIMIT', 0, ARGV[2])
end
if #ids == 0 then return {} end
local scores, chosen = redis.call('ZMSCORE', schedule, unpack(ids)), {}
for i, id in ipairs(ids) do
  local place = scores[i] and math.floor(scores[i] / band)
  if place and (action == 'remove' or (action == 'promote' and place == 10)
    or (action ~= 'promote' and place >= 12)) then
    table.insert(chosen, id)
  end
end
if #chosen == 0 then return {} end

if action == 'remove' then
  forget(chosen)
  return chosen
end
local now, stamp = clock()
local stored = redis.call('HMGET', jobs, '#bell', unpack(chosen))
for i, id in ipairs(chosen) do
  local job = stored[i + 1] and open(stored[i + 1])
  if job then
    if action == 'promote' then
      note(job, '\n' .. stamp .. ' promoted')
    else
      job.attempt, job.answer, job.detail = 0, '', ''
      note(job, '\n' .. stamp .. ' retried')
    end
    job.due = stamp
    put(id, job, ready(job))
  end
end
write()
ring(stored[1], now, 0)
return chosen
