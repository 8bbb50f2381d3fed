-- Acknowledges the next lines of an upload, once: the line that was acknowledged last says whether they are.
--
-- KEYS[1] progress   KEYS[2] errors   KEYS[3] users written
-- ARGV[1] life in ms   ARGV[2] first line   ARGV[3] last line   ARGV[4] '1' where none follows, else '0'
-- ARGV[5] users updated   ARGV[6] lines that failed   ARGV[7] most errors kept
-- ARGV[8] JSON { errors of these lines, as texts; users written }
-- result  { 'ok' | 'moved', line, updated, failed }: moved where another upload went on with some of these lines
local progress, errors, users, life = KEYS[1], KEYS[2], KEYS[3], ARGV[1]
local first, last, done = tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local most = tonumber(ARGV[7])

local known = redis.call('HMGET', progress, 'line', 'updated', 'failed', 'done')
local line, updated, failed = tonumber(known[1] or 0), tonumber(known[2] or 0), tonumber(known[3] or 0)
if line >= last and (known[4] or '0') >= done then return { 'ok', line, updated, failed } end
if line ~= first - 1 then return { 'moved', line, updated, failed } end

local time = redis.call('TIME')
local now = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local room = most - failed
updated, failed = updated + ARGV[5], failed + ARGV[6]
local fields = { 'line', last, 'updated', updated, 'failed', failed, 'done', done, 'updatedAt', now }
if not known[1] then
  table.insert(fields, 'startedAt')
  table.insert(fields, now)
end
redis.call('HSET', progress, unpack(fields))
redis.call('PEXPIRE', progress, life)

local batch = cjson.decode(ARGV[8])
if #batch[1] > 0 and room > 0 then
  redis.call('RPUSH', errors, unpack(batch[1], 1, math.min(#batch[1], room)))
  redis.call('PEXPIRE', errors, life)
end
if #batch[2] > 0 then
  redis.call('SADD', users, unpack(batch[2]))
  redis.call('PEXPIRE', users, life)
end
return { 'ok', last, updated, failed }
