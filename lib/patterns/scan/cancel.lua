-- Cancels a sweep that is not over. Again, it does nothing.
--
-- KEYS[1] record
-- ARGV[1] who asks, or '' for one who may touch every sweep
-- result  JSON of the record; nothing where there is none
local stored = redis.call('GET', KEYS[1])
if not stored then return false end
local record = cjson.decode(stored)
if ARGV[1] ~= '' and record.owner ~= ARGV[1] then return false end
if record.status ~= 'done' then record.status = 'cancelled' end
local text = cjson.encode(record)
redis.call('SET', KEYS[1], text, 'KEEPTTL')
return text
