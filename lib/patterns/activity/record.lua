-- Records one event of a user, once for its operation id: on the timeline, in the user's record and, where it is
-- their first of a day, among the actives. common.lua says what stands where.
--
-- KEYS[1] timeline   KEYS[2] the user's record   KEYS[3] actives   KEYS[4] receipt
-- ARGV[1] what the receipt holds   ARGV[2] its life in ms   ARGV[3] entries kept   ARGV[4] life of KEYS[1] and [2] in ms
-- ARGV[5] number of the type   ARGV[6] '*', or an id for what happened earlier   ARGV[7…] fields and values of the entry
-- result  'recorded', 'replayed', or 'reused' where the id belongs to another request
local timeline, record, actives, receipt = unpack(KEYS)

if not redis.call('SET', receipt, ARGV[1], 'NX', 'PX', ARGV[2]) then
  return redis.call('GET', receipt) == ARGV[1] and 'replayed' or 'reused'
end

-- XADD keeps the newest, and its id is the clock of Redis: neither ZREMRANGEBYRANK nor TIME is needed.
local id = redis.pcall('XADD', timeline, 'MAXLEN', '=', ARGV[3], ARGV[6], unpack(ARGV, 7))
if type(id) == 'table' then
  redis.call('UNLINK', receipt)
  return id
end
local ms = tonumber(string.match(id, '^%d+'))
local day = math.floor(ms / day_ms) - base
local hour_of_week = day % 7 * 24 + math.floor(ms / 3600000) % 24

-- A month of 31 days, and where it is shorter days to come, whose bits are 0.
local seen = redis.call('BITFIELD', record, 'OVERFLOW', 'SAT',
  'GET', 'u32', '#0', 'GET', 'u7', days_at + week_of(day), 'GET', 'u31', days_at + month_of(day),
  'SET', 'u1', days_at + day, 1,
  'INCRBY', 'u32', '#' .. ARGV[5], 1, 'INCRBY', 'u32', '#' .. first_days + hour_of_week, 1)
local first, week, month, today = seen[1] - 1, seen[2], seen[3], seen[4]
if today == 1 then return 'recorded' end

if first < 0 then
  first = day
  redis.call('BITFIELD', record, 'SET', 'u32', '#0', day + 1)
end
local counts = { 'OVERFLOW', 'SAT' }
for _, figure in ipairs(figures_of(day, first, week == 0, month == 0)) do
  for _, part in ipairs({ 'INCRBY', 'u32', '#' .. figure, 1 }) do table.insert(counts, part) end
end
redis.call('BITFIELD', actives, unpack(counts))
-- Once a week is often enough for what lives for more than a year.
if week == 0 then
  redis.call('PEXPIRE', timeline, ARGV[4])
  redis.call('PEXPIRE', record, ARGV[4])
end
return 'recorded'
