-- Adds a batch of decisions to the running minute and hour.
--
-- KEYS[1] base of the keys; the dated keys below it share its hash tag
-- ARGV[1] JSON { counts: [[policy, [allowed, refused]]], top: { allowed: [[name, checks]], refused: [[name, checks]] } }
-- ARGV[2] JSON [[resolution, bucket in s, buckets in a hash, kept for s]]   ARGV[3] most names that a bucket keeps
-- result  checks counted
local base, batch, max_names = KEYS[1], cjson.decode(ARGV[1]), tonumber(ARGV[3])
local now = tonumber(redis.call('TIME')[1])

-- Space-Saving (Metwally, Agrawal, El Abbadi 2005): a full table gives the newcomer the place and the count of
-- its least entry, so whoever has more than 1/max_names of the checks is in the table whatever else comes.
local function add(key, names, life)
  for _, entry in ipairs(names) do
    local name, count = entry[1], entry[2]
    if tonumber(redis.call('ZINCRBY', key, count, name)) == count then
      local size = redis.call('ZCARD', key)
      if size == 1 then redis.call('EXPIRE', key, life) end
      if size > max_names then
        redis.call('ZREM', key, name)
        local least = redis.call('ZPOPMIN', key)
        redis.call('ZADD', key, tonumber(least[2]) + count, name)
      end
    end
  end
end

local total = 0
for _, resolution in ipairs(cjson.decode(ARGV[2])) do
  local name, length, block, life = unpack(resolution)
  local bucket = math.floor(now / length)
  local series = string.format('%s:%ss:%d', base, name, math.floor(bucket / block))
  local field = bucket % block

  local stored = redis.call('HGET', series, field)
  local sums = stored and cjson.decode(stored) or {}
  total = 0
  for _, entry in ipairs(batch.counts) do
    local policy, allowed, refused = entry[1], entry[2][1], entry[2][2]
    local sum = sums[policy] or { 0, 0 }
    sums[policy] = { sum[1] + allowed, sum[2] + refused }
    total = total + allowed + refused
  end
  redis.call('HSET', series, field, cjson.encode(sums))
  if not stored then redis.call('EXPIRE', series, life) end

  for outcome, names in pairs(batch.top) do
    add(string.format('%s:top:%s:%s:%d', base, outcome, name, bucket), names, life)
  end
end
return total
