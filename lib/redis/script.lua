-- The envelope around every script of a room (lib/redis/script.ts puts the room's file where SCRIPT stands).
--
-- It counts the commands that the script runs: a host bills each of them, and none reports them.
-- With 'once' it keeps a receipt, so that a resend returns the first answer and changes nothing.
--
-- KEYS    the script's keys; with 'once' the receipt is the last
-- ARGV    the script's arguments and '', or the script's arguments, fingerprint, receipt's life in ms, 'once'; ours are
--         the last, for what is taken off the front of a table moves all the rest
-- result  { commands run inside, 'done' | 'replayed' | 'reused', the script's result }
local calls = 0
local server = redis
local redis = setmetatable({
  call = function(...)
    calls = calls + 1
    return server.call(...)
  end,
  pcall = function(...)
    calls = calls + 1
    return server.pcall(...)
  end,
}, { __index = server })

local function script()
-- SCRIPT
end

if table.remove(ARGV) == '' then
  local result = script()
  if type(result) == 'table' and result.err then return result end
  return { calls, 'done', type(result) == 'table' and result.refused or result }
end

-- cjson keeps 14 digits of a number, so a longer one is kept as a text.
local function exact(value)
  if type(value) == 'number' and math.abs(value) >= 1e14 then return { exact = string.format('%.0f', value) } end
  if type(value) ~= 'table' then return value end
  local copy = {}
  for name, item in pairs(value) do copy[name] = exact(item) end
  return copy
end
local function revived(value)
  if type(value) ~= 'table' then return value end
  if value.exact then return tonumber(value.exact) end
  for name, item in pairs(value) do value[name] = revived(item) end
  return value
end

local life = table.remove(ARGV)
local fingerprint = table.remove(ARGV)
local key = table.remove(KEYS)

local receipt = redis.call('GET', key)
if receipt then
  local kept = cjson.decode(receipt)
  if kept[1] ~= fingerprint then return { calls, 'reused' } end
  return { calls, 'replayed', revived(kept[2]) }
end
local result = script()
-- An error leaves no receipt, nor does { refused = result }: what changed nothing may be tried again.
if type(result) == 'table' and result.err then return result end
if type(result) == 'table' and result.refused then return { calls, 'done', result.refused } end
redis.call('SET', key, cjson.encode({ fingerprint, exact(result or false) }), 'PX', life)
return { calls, 'done', result }
