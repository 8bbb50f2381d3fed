-- Takes the lease of a sweep: for its time nobody else works on it.
--
-- A lease has a number, and who holds it notes each page under that number (index.ts, `work`). When a lease runs out
-- the next holder takes over what was noted under the last number; what a late holder notes after that is under a
-- number that nobody reads.
--
-- KEYS[1] record
-- ARGV[1] who asks, or '' for one who may touch every sweep
-- ARGV[2] token of this attempt   ARGV[3] lease in ms   ARGV[4] life of the record in ms
-- result  { 'begun' | 'held' | 'over' | 'missing', JSON of the record }
local key, owner, token = KEYS[1], ARGV[1], ARGV[2]

local stored = redis.call('GET', key)
if not stored then return { 'missing' } end
local record = cjson.decode(stored)
if owner ~= '' and record.owner ~= owner then return { 'missing' } end
if record.status == 'done' or record.status == 'cancelled' then return { 'over', stored } end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = record.lease
if lease and lease.token == token then return { 'begun', stored } end
if lease and lease.ends > now then return { 'held', stored } end

if lease then
  -- Its holder died. What it had sent without an answer has been done, or will be found again.
  local noted = redis.call('GET', key .. ':progress:' .. record.fence)
  if noted then
    for field, value in pairs(cjson.decode(noted)) do record[field] = value end
    record.unconfirmed = record.unconfirmed + record.pending
    record.pending = 0
  end
end
record.fence = record.fence + 1
record.lease = { token = token, ends = now + ARGV[3] }
record.status = 'running'
local text = cjson.encode(record)
redis.call('SET', key, text, 'PX', ARGV[4])
return { 'begun', text }
