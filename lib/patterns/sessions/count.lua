-- Counts the living sessions, and what began and ended lately.
--
-- A read renews one key and leaves the index alone. So a score is the earliest time at which its session can
-- have expired, and whoever counts looks at those whose time has come: each is put off to its new expiry, or
-- taken out. A session is looked at once in its sliding life, however often it is read.
--
-- KEYS[1] base of the keys
-- ARGV[1] most sessions to look at   ARGV[2] index from 1 of the resolution to read, 0 for none
-- ARGV[3] JSON [[resolution, bucket in ms, buckets in a hash, kept for ms]]
-- result  { living, 1 where more are due, now in ms, the block before as a flat hash, the running block }
local base, limit, resolutions = KEYS[1], tonumber(ARGV[1]), cjson.decode(ARGV[3])
local active = base .. ':active'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local due = redis.call('ZRANGE', active, '-inf', now, 'BYSCORE', 'LIMIT', 0, limit, 'WITHSCORES')
local put_off, gone, ended = {}, {}, {}
for i = 1, #due, 2 do
  local user, handle = string.match(due[i], '(.*):(.*)')
  local kept = redis.call('MGET', base .. ':session:' .. handle, base .. ':epoch:' .. user)
  local record = kept[1] and cjson.decode(kept[1])
  local expires = 0
  if record and record.epoch == kept[2] then
    expires = math.min(now + redis.call('PTTL', base .. ':id:' .. record.digest), record.absoluteAt)
  end
  if expires > now then
    put_off[#put_off + 1] = expires
    put_off[#put_off + 1] = due[i]
  else
    redis.call('HDEL', base .. ':user:' .. user, handle)
    gone[#gone + 1] = due[i]
    ended[#ended + 1] = tonumber(due[i + 1])
  end
end
if #put_off > 0 then redis.call('ZADD', active, unpack(put_off)) end
if #gone > 0 then
  redis.call('ZREM', active, unpack(gone))
  for _, resolution in ipairs(resolutions) do
    local name, length, block, life = unpack(resolution)
    local counts = {}
    for _, at in ipairs(ended) do
      local bucket = math.floor(at / length)
      if at > now - life then counts[bucket] = (counts[bucket] or 0) + 1 end
    end
    for bucket, count in pairs(counts) do
      local series = string.format('%s:%ss:%d', base, name, math.floor(bucket / block))
      redis.call('HINCRBY', series, 'c' .. bucket % block, count)
      redis.call('PEXPIRE', series, life)
    end
  end
end

local result = { redis.call('ZCARD', active), #due == 2 * limit and 1 or 0, now }
local wanted = resolutions[tonumber(ARGV[2])]
if wanted then
  local block = math.floor(now / wanted[2] / wanted[3])
  for i = 0, 1 do
    result[4 + i] = redis.call('HGETALL', string.format('%s:%ss:%d', base, wanted[1], block - 1 + i))
  end
end
return result
