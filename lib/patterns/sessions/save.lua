-- Saves fields of a session, none of which may have changed since the caller read them.
--
-- KEYS[1] base of the keys
-- ARGV[1] user   ARGV[2] handle   ARGV[3] SHA-256 of the id that asks
-- ARGV[4] the version that the caller read   ARGV[5] JSON [[name, value as JSON text]]   ARGV[6] most fields
-- result  { 'saved' | 'conflict' | 'full' | 'ended', version, names in conflict }
local base, user, handle, asks = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local session, read = base .. ':session:' .. handle, tonumber(ARGV[4])

local found = redis.call('MGET', session, base .. ':epoch:' .. user, base .. ':id:' .. asks, base .. ':grace:' .. asks)
if not found[1] or not (found[3] or found[4]) then return { 'ended' } end
local record = cjson.decode(found[1])
if record.epoch ~= found[2] then return { 'ended' } end

-- Values stay text: Lua would round long numbers and could not tell [] from {}.
local changes, conflicts = cjson.decode(ARGV[5]), {}
for _, change in ipairs(changes) do
  local field = record.fields[change[1]]
  if field and field[1] > read then conflicts[#conflicts + 1] = change[1] end
end
if #conflicts > 0 then return { 'conflict', record.version, conflicts } end

record.version = record.version + 1
for _, change in ipairs(changes) do record.fields[change[1]] = { record.version, change[2] } end
local size = 0
for _ in pairs(record.fields) do size = size + 1 end
if size > tonumber(ARGV[6]) then return { 'full', record.version - 1 } end
redis.call('SET', session, cjson.encode(record), 'KEEPTTL')
return { 'saved', record.version }
