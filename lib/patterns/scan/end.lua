-- Ends a step: keeps how far it came, and gives the lease back. Sent again it changes nothing.
--
-- KEYS[1] record
-- ARGV[1] number of the lease   ARGV[2] JSON of the progress, all absolute   ARGV[3] life of the record in ms
-- result  JSON of the record; nothing where it is gone
local stored = redis.call('GET', KEYS[1])
if not stored then return false end
local record = cjson.decode(stored)
-- Another has taken over meanwhile, or this is a second time.
if record.fence ~= tonumber(ARGV[1]) or not record.lease then return stored end

for field, value in pairs(cjson.decode(ARGV[2])) do record[field] = value end
record.lease = nil
if record.cursor == '0' and record.status ~= 'cancelled' then record.status = 'done' end
local text = cjson.encode(record)
redis.call('SET', KEYS[1], text, 'PX', ARGV[3])
return text
