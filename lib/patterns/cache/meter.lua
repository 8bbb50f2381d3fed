-- Adds what the caches did to the running minute and hour.
--
-- KEYS[1] base of the keys; the dated keys below it share its hash tag
-- ARGV[1] JSON { cache: { sum: number, sketch: { class: number } } }
-- ARGV[2] JSON [[resolution, bucket in s, buckets in a hash, kept for s]]   ARGV[3] most caches in a bucket
-- result  1
local base, batch, most = KEYS[1], cjson.decode(ARGV[1]), tonumber(ARGV[3])
local now = tonumber(redis.call('TIME')[1])

local function add(into, from)
  for name, value in pairs(from) do
    if type(value) == 'table' then
      into[name] = into[name] or {}
      add(into[name], value)
    else
      into[name] = (into[name] or 0) + value
    end
  end
end

for _, resolution in ipairs(cjson.decode(ARGV[2])) do
  local name, length, block, life = unpack(resolution)
  local bucket = math.floor(now / length)
  local series = string.format('%s:%ss:%d', base, name, math.floor(bucket / block))
  local field = bucket % block

  local stored = redis.call('HGET', series, field)
  local sums, known = stored and cjson.decode(stored) or {}, 0
  for _ in pairs(sums) do known = known + 1 end
  for cache, counts in pairs(batch) do
    if not sums[cache] and known < most then
      sums[cache], known = {}, known + 1
    end
    if sums[cache] then add(sums[cache], counts) end
  end
  redis.call('HSET', series, field, cjson.encode(sums))
  if not stored then redis.call('EXPIRE', series, life) end
end
return 1
