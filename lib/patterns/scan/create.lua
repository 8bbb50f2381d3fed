-- Begins a sweep, if it is a dry run or the finished dry run of the same sweep is there.
--
-- KEYS[1] record of the sweep   KEYS[2] record of its dry run, where it needs one
-- ARGV[1] JSON of the record    ARGV[2] its life in ms
-- result  { 'created' | 'unfit', JSON of the record }
local record = cjson.decode(ARGV[1])

if KEYS[2] then
  local stored = redis.call('GET', KEYS[2])
  local dry = stored and cjson.decode(stored)
  if not dry or not dry.dryRun or dry.status ~= 'done' then return { 'unfit' } end
  for _, field in ipairs({ 'owner', 'match', 'type', 'action', 'ttlMs' }) do
    if dry[field] ~= record[field] then return { 'unfit' } end
  end
end

local time = redis.call('TIME')
record.createdAt = time[1] * 1000 + math.floor(time[2] / 1000)
local text = cjson.encode(record)
redis.call('SET', KEYS[1], text, 'PX', ARGV[2])
return { 'created', text }
