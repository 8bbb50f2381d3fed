-- Who holds what, those first whose time is over first.
--
-- KEYS[1] list   KEYS[2] base of the keys; those of a lock below it share its hash tag
-- ARGV[1] most locks   ARGV[2] patience with a silent waiter in ms
-- result  { now, { name, "fence end token owner", waiters, … } }
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local names = redis.call('ZRANGE', KEYS[1], string.format('(%.0f', now), '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[1])
local reply = { string.format('%.0f', now), {} }
if #names == 0 then return reply end

local wanted = {}
for _, name in ipairs(names) do
  table.insert(wanted, KEYS[2] .. ':held:' .. name)
  table.insert(wanted, KEYS[2] .. ':line:' .. name)
end
local states = redis.call('MGET', unpack(wanted))
for i, name in ipairs(names) do
  local held, line = states[2 * i - 1], states[2 * i]
  if held then
    local waiting = 0
    for _, waiter in ipairs(line and cjson.decode(line) or {}) do
      if waiter[2] + ARGV[2] > now then waiting = waiting + 1 end
    end
    for _, part in ipairs({ name, held, waiting }) do table.insert(reply[2], part) end
  end
end
return reply
