-- Forgets what a caller spent, overrides its limits, or blocks it; the record's times are ages, as in check.lua.
--
-- KEYS[1] the caller's record
-- ARGV[1] 'reset' | 'override' | 'block'
-- ARGV[2] JSON { name: limit } of an override, else ''
-- ARGV[3] how long in ms; 0 lifts the override or the block
-- result  1 where the record changed
local key, action, length = KEYS[1], ARGV[1], tonumber(ARGV[3])

local stored = redis.call('GET', key)
local life = stored and math.max(0, redis.call('PTTL', key)) or 0
local record = stored and cjson.decode(stored) or { x = 0, s = {}, r = '' }
local now = record.x - life
if not stored and length == 0 then return 0 end

if action == 'reset' then
  record.s, record.r, record.o = {}, '', nil
elseif action == 'override' then
  record.o = length > 0 and { t = now + length, l = cjson.decode(ARGV[2]) } or nil
else
  record.b = length > 0 and now + length or nil
end

if length <= life then
  redis.call('SET', key, cjson.encode(record), 'KEEPTTL')
else
  record.x = now + length
  redis.call('SET', key, cjson.encode(record), 'PX', length)
end
return 1
