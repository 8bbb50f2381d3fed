-- Changes counters together, each within its bounds: all of the changes, or none.
--
-- A counter is a field <name> of one hash, with a ring of minutes beside it: field <name>:<minute % ring> holds
-- "minute added taken". A slot is written over when its minute comes round again, so nothing is ever cleared up,
-- and any number of counters is one HMGET and one HSET.
--
-- KEYS[1] the hash
-- ARGV[1] most counters   ARGV[2] slots of a ring
-- ARGV[3…] name, by, floor, ceiling for each change; every name once
-- result  { 1 where applied else 0, then for each change: value now, why it is refused or '' }
local key, max_counters, ring = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2])
local total = '#'

local minute = math.floor(tonumber(redis.call('TIME')[1]) / 60)
local fields = { total }
for i = 3, #ARGV, 4 do
  table.insert(fields, ARGV[i])
  table.insert(fields, string.format('%s:%d', ARGV[i], minute % ring))
end
local current = redis.call('HMGET', key, unpack(fields))
local counters = tonumber(current[1] or 0)

local refused, reply, writes = false, { 1 }, {}
for i = 3, #ARGV, 4 do
  local at = 2 + (i - 3) / 2
  local by, value = tonumber(ARGV[i + 1]), tonumber(current[at] or 0)
  local after, why = value + by, ''
  -- Only what leads out is refused: a counter beyond a bound may always come back.
  if by < 0 and after < tonumber(ARGV[i + 2]) then why = 'floor' end
  if by > 0 and after > tonumber(ARGV[i + 3]) then why = 'ceiling' end
  if not current[at] and why == '' then
    counters = counters + 1
    if counters > max_counters then why = 'full' end
  end
  refused = refused or why ~= ''

  local slot, added, taken = string.match(current[at + 1] or '', '^(%d+) (%d+) (%d+)$')
  if tonumber(slot) ~= minute then added, taken = 0, 0 end
  if by > 0 then added = added + by else taken = taken - by end
  for _, text in ipairs({ ARGV[i], string.format('%.0f', after),
    fields[at + 1], string.format('%d %.0f %.0f', minute, added, taken) }) do
    table.insert(writes, text)
  end
  table.insert(reply, string.format('%.0f', after))
  table.insert(reply, why)
end

if refused then
  reply[1] = 0
  for at = 2, #reply, 2 do reply[at] = current[at] or '0' end
  return reply
end
redis.call('HSET', key, total, counters, unpack(writes))
return reply
