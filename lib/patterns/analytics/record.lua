-- Counts a batch of page views in the running minute, hour and day.
--
-- KEYS[1] base of the keys; the dated keys below it share its hash tag
-- ARGV[1] views in the batch
-- ARGV[2] JSON { visitors: [id], pages: [[path, views]], referrers: [[host, views]], feed: [event] }, each name once
-- ARGV[3] most names that a bucket keeps   ARGV[4] most events that the feed keeps
-- ARGV[5] JSON [[resolution, bucket in s, buckets in a hash, kept for s]]   ARGV[6] feed is kept for s
-- result  views counted
local base, views, batch = KEYS[1], tonumber(ARGV[1]), cjson.decode(ARGV[2])
local max_names, max_feed = tonumber(ARGV[3]), tonumber(ARGV[4])

local time = redis.call('TIME')
local now = tonumber(time[1])
local feed = base .. ':feed'

-- Space-Saving (Metwally, Agrawal, El Abbadi 2005): a full table gives the newcomer the place and the count
-- of its least entry. A name with more than 1/max_names of all views is in the table whatever else comes,
-- and no count is too high by more than the least one in the table.
local function add(key, names, life)
  local size
  for _, entry in ipairs(names) do
    local name, count = entry[1], entry[2]
    if tonumber(redis.call('ZINCRBY', key, count, name)) == count then
      size = size and size + 1 or redis.call('ZCARD', key)
      if size == 1 then redis.call('EXPIRE', key, life) end
      if size > max_names then
        -- The newcomer may be one of the two least itself; what else was taken goes back as it was.
        local least = redis.call('ZPOPMIN', key, 2)
        if least[1] == name then least = { least[3], least[4], name, least[2] } end
        local inherited = least[2] + count
        if least[3] == name then
          redis.call('ZADD', key, inherited, name)
        else
          redis.call('ZADD', key, inherited, name, least[4], least[3])
        end
        size = max_names
      end
    end
  end
end

local new_bucket = false
for _, resolution in ipairs(cjson.decode(ARGV[5])) do
  local name, length, block, life = unpack(resolution)
  local bucket = math.floor(now / length)
  local field = bucket % block
  local series = string.format('%s:%ss:%d', base, name, math.floor(bucket / block))
  local dated = string.format('%s:%d', name, bucket)
  local visitors = base .. ':visitors:' .. dated

  local counted = redis.call('HINCRBY', series, 'v' .. field, views)
  -- The estimate moves only when a register does, so known visitors cost one command, and readers none.
  if redis.call('PFADD', visitors, unpack(batch.visitors)) == 1 then
    redis.call('HSET', series, 'u' .. field, redis.call('PFCOUNT', visitors))
  end
  -- The first views of a bucket give its keys their time; later ones need not.
  if counted == views then
    redis.call('EXPIRE', series, life)
    redis.call('EXPIRE', visitors, life)
  end
  new_bucket = new_bucket or counted == views
  add(base .. ':pages:' .. dated, batch.pages, life)
  add(base .. ':referrers:' .. dated, batch.referrers, life)
end

for index, event in ipairs(batch.feed) do
  batch.feed[index] = string.format('%s%06d-%d %s', time[1], time[2], index, event)
end
local length = redis.call('LPUSH', feed, unpack(batch.feed))
if new_bucket then redis.call('EXPIRE', feed, ARGV[6]) end
-- Trimmed in strides, so that most views do not pay for it.
if length > max_feed * 1.5 then redis.call('LTRIM', feed, 0, max_feed - 1) end

return views
