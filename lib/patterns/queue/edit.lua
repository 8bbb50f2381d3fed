-- What people do to jobs, by id or to the dead that died first.
--
-- KEYS, records and scores: common.lua
-- ARGV[1] 'retry' (dead or done: once more, with all its attempts), 'promote' (delayed: due now), 'remove' (whatever
--         its state; who works on it is told at their next renewal), 'replay' (as retry, of the first dead)
-- ARGV[2] most to replay   ARGV[3…] ids
-- result  the ids that it was done to
local action, ids = ARGV[1], { unpack(ARGV, 3) }
if action == 'replay' then
  ids = redis.call('ZRANGE', schedule, whole(dead), '(' .. whole(dead + band), 'BYSCORE', 'LIMIT', 0, ARGV[2])
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
  redis.call('HDEL', jobs, unpack(chosen))
  redis.call('ZREM', schedule, unpack(chosen))
  return chosen
end
local now, stored = clock(), redis.call('HMGET', jobs, unpack(chosen))
for i, id in ipairs(chosen) do
  local job = open(id, stored[i])
  local head = job.head
  if action == 'promote' then
    note(job, now, 'promoted')
  else
    head.a, head.e, head.r, head.u, head.o = 0, nil, nil, nil, nil
    note(job, now, 'retried')
  end
  head.d = now
  put(job, ready(job))
end
write()
return chosen
