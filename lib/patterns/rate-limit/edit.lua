-- Forgets what a caller spent, overrides its limits, or blocks it; the record and its ages are those of check.lua.
--
-- KEYS[1] the caller's record
-- ARGV[1] 'reset' | 'override' | 'block'
-- ARGV[2] an override's `,name=limit,name=limit`, else ''
-- ARGV[3] how long in ms; 0 lifts the override or the block
-- ARGV[4] the caller's time in ms
-- result  0 where the record did not change; else when it ends by the caller's time, which is that of the first call
--         for one that is sent again
local key, action, length = KEYS[1], ARGV[1], tonumber(ARGV[3])

local stored = redis.call('GET', key)
local expires, blocked, override, rest = (stored or ''):match('^3|(%d+)|(%d*)|([^|]*)|(.*)$')
if not expires and length == 0 then return 0 end
local life = expires and math.max(0, redis.call('PTTL', key)) or 0
-- No age is negative, also where the clock of Redis went back.
expires = math.max(expires or 0, life)
local now = expires - life
local ends = length > 0 and string.format('%d', now + length) or ''

if action == 'block' then
  blocked = ends
else
  override = ends .. ARGV[2]
  if action == 'reset' then rest = '' end
end

local function record(lasts)
  return table.concat({ '3', string.format('%d', lasts), blocked or '', override or '', rest or '' }, '|')
end
if length <= life then
  redis.call('SET', key, record(expires), 'KEEPTTL')
else
  redis.call('SET', key, record(now + length), 'PX', length)
end
return ARGV[4] + length
