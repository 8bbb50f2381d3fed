-- Ends sessions of one user. The number of commands does not depend on how many there are.
--
-- KEYS[1] base of the keys
-- ARGV[1] user   ARGV[2] 'one' | 'others' | 'all'   ARGV[3] the handle that is meant, or spared
-- ARGV[4] SHA-256 of the id that asks; '' where the caller has been let in otherwise
-- ARGV[5] JSON [[resolution, bucket in ms, buckets in a hash, kept for ms]]
-- result  sessions that were alive and are not any more
local base, user, which, handle, asks = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local index, active = base .. ':user:' .. user, base .. ':active'

-- Without its token no session of the user is accepted, whatever else may be left of it.
if which == 'all' then redis.call('UNLINK', base .. ':epoch:' .. user) end
if asks ~= '' and redis.call('EXISTS', base .. ':id:' .. asks, base .. ':grace:' .. asks) == 0 then return 0 end

local held
if which == 'one' then
  local kept = redis.call('HGET', index, handle)
  held = kept and { handle, kept } or {}
else
  held = redis.call('HGETALL', index)
end
local sessions, ids, handles, members = {}, {}, {}, {}
for i = 1, #held, 2 do
  if which ~= 'others' or held[i] ~= handle then
    local n = #handles + 1
    handles[n], members[n] = held[i], user .. ':' .. held[i]
    sessions[n] = base .. ':session:' .. held[i]
    ids[n] = base .. ':id:' .. held[i + 1]
  end
end
if #handles == 0 then return 0 end

redis.call('UNLINK', unpack(sessions))
local alive = redis.call('UNLINK', unpack(ids))
redis.call('HDEL', index, unpack(handles))
local ended = redis.call('ZREM', active, unpack(members))
if ended == 0 then return alive end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for _, resolution in ipairs(cjson.decode(ARGV[5])) do
  local name, length, block, life = unpack(resolution)
  local bucket = math.floor(now / length)
  local series = string.format('%s:%ss:%d', base, name, math.floor(bucket / block))
  if redis.call('HINCRBY', series, 'c' .. bucket % block, ended) == ended then
    redis.call('PEXPIRE', series, life)
  end
end
return alive
