-- Holds leases on: each lasts for its length from now. Whoever has lost theirs is told.
--
-- KEYS, records and scores: common.lua
-- ARGV[1] length in ms, or 0 for the one that it was claimed with
-- ARGV[2…] for each lease: id, token, JSON of its progress or ''
-- result  for each: the end of its lease, or 0 where it is lost
local now, length, width = clock(), tonumber(ARGV[1]), 3
local ids, reply = {}, {}
for i = 2, #ARGV, width do ids[#ids + 1] = ARGV[i] end
local stored = redis.call('HMGET', jobs, unpack(ids))
for i, id in ipairs(ids) do
  local token, progress = ARGV[width * i], ARGV[width * i + 1]
  local job, till = stored[i] and open(stored[i]), 0
  if job and holds(token, job) then
    local started, lease, fence = string.match(job.claim, '(%S+) (%S+) (%S+)')
    if length > 0 then
      lease = length
      job.claim = started .. ' ' .. lease .. ' ' .. fence
    end
    till = now + lease
    place(id, active + till)
    if progress ~= '' then job.detail = progress end
    if progress ~= '' or length > 0 then save(id, job) end
  end
  reply[i] = till
end
write()
return reply
