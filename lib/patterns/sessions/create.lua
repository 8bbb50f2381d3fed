-- Begins a session.
--
-- KEYS[1] base of the keys; those below it share its hash tag
-- ARGV[1] user   ARGV[2] handle   ARGV[3] SHA-256 of the id
-- ARGV[4] JSON { userId, device, address?, version, fields }
-- ARGV[5] sliding life in ms   ARGV[6] absolute life in ms   ARGV[7] the epoch's token, should the user have none
-- ARGV[8] most sessions of one user   ARGV[9] JSON [[resolution, bucket in ms, buckets in a hash, kept for ms]]
-- result  { 'created' | 'kept' | 'taken', the session as JSON, now in ms }
--         kept: the very same call again; taken: its session stands already, under another id
local base, user, handle, digest = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local sliding, absolute, most = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[8])
local session, index = base .. ':session:' .. handle, base .. ':user:' .. user
local active, epoch_key = base .. ':active', base .. ':epoch:' .. user

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- Every living session keeps the epoch alive: its token goes last, or at once when all are revoked.
local epoch = redis.call('GETEX', epoch_key, 'PX', absolute)

local standing = redis.call('GET', session)
if standing then
  local kept = cjson.decode(standing)
  if kept.epoch == epoch and redis.call('EXISTS', base .. ':id:' .. kept.digest) == 1 then
    return { kept.digest == digest and 'kept' or 'taken', standing, now }
  end
end

-- A user at the bound loses the sessions that have expired unseen, else the one that was used least lately.
if redis.call('HLEN', index) >= most then
  local held = redis.call('HGETALL', index)
  local handles, ids = {}, {}
  for i = 1, #held, 2 do
    handles[#handles + 1] = held[i]
    ids[#ids + 1] = base .. ':id:' .. held[i + 1]
  end
  local seen = redis.call('MGET', unpack(ids))
  local doomed, oldest = {}, 1
  for i = 1, #handles do
    if not seen[i] then doomed[#doomed + 1] = i end
    if tonumber(seen[i] or 0) < tonumber(seen[oldest] or 0) then oldest = i end
  end
  if #doomed == 0 then doomed[1] = oldest end
  local gone, fields, members = {}, {}, {}
  for n, i in ipairs(doomed) do
    gone[2 * n - 1], gone[2 * n] = base .. ':session:' .. handles[i], ids[i]
    fields[n], members[n] = handles[i], user .. ':' .. handles[i]
  end
  redis.call('UNLINK', unpack(gone))
  redis.call('HDEL', index, unpack(fields))
  local ended = redis.call('ZREM', active, unpack(members))
  for _, resolution in ipairs(cjson.decode(ARGV[9])) do
    local name, length, block = unpack(resolution)
    local bucket = math.floor(now / length)
    local series = string.format('%s:%ss:%d', base, name, math.floor(bucket / block))
    redis.call('HINCRBY', series, 'c' .. bucket % block, ended)
    redis.call('PEXPIRE', series, resolution[4])
  end
end

if not epoch then
  epoch = ARGV[7]
  redis.call('SET', epoch_key, epoch, 'PX', absolute)
end
local record = cjson.decode(ARGV[4])
record.handle, record.digest, record.epoch = handle, digest, epoch
record.createdAt, record.absoluteAt = now, now + absolute
local text = cjson.encode(record)
redis.call('SET', session, text, 'PX', absolute)
redis.call('SET', base .. ':id:' .. digest, now, 'PX', math.min(sliding, absolute))
redis.call('HSET', index, handle, digest)
redis.call('PEXPIRE', index, absolute)
redis.call('ZADD', active, now + math.min(sliding, absolute), user .. ':' .. handle)
-- Every time: when the last session of the index ended, this one makes a new key, which has no expiry.
redis.call('PEXPIRE', active, absolute + 120000)

for _, resolution in ipairs(cjson.decode(ARGV[9])) do
  local name, length, block, life = unpack(resolution)
  local bucket = math.floor(now / length)
  local series = string.format('%s:%ss:%d', base, name, math.floor(bucket / block))
  -- The first of a bucket gives the series its time; later ones need not.
  if redis.call('HINCRBY', series, 'o' .. bucket % block, 1) == 1 then
    redis.call('PEXPIRE', series, life)
  end
end
return { 'created', text, now }
