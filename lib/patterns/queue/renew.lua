-- Holds leases on: each lasts for its length from now. Whoever has lost theirs is told.
--
-- KEYS, records and scores: common.lua
-- ARGV[1] JSON [[id, token, progress or null]]   ARGV[2] length in ms, or 0 for the one that it was claimed with
-- result  for each: the end of its lease, or 0 where it is lost
local now, leases, length = clock(), cjson.decode(ARGV[1]), tonumber(ARGV[2])
local ids, reply = {}, {}
for _, lease in ipairs(leases) do table.insert(ids, lease[1]) end
local stored = redis.call('HMGET', jobs, unpack(ids))
for i, lease in ipairs(leases) do
  local id, token, progress = lease[1], lease[2], lease[3]
  local job, till = stored[i] and open(id, stored[i]), 0
  if job and job.head.t == token then
    if length > 0 then job.head.l = length end
    till = now + job.head.l
    table.insert(places, whole(active + till))
    table.insert(places, id)
    if progress ~= cjson.null then job.head.g = progress end
    if progress ~= cjson.null or length > 0 then
      set(id, table.concat({ job.name, cjson.encode(job.head), job.payload }, '\n'))
    end
  end
  table.insert(reply, whole(till))
end
write()
return reply
