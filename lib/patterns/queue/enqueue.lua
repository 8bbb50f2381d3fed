-- Adds jobs, all of them or none; one whose id is there already is left as it is.
--
-- KEYS, records and scores: common.lua
-- ARGV[1] most jobs that the queue holds
-- ARGV[2…] for each job: id or '', when ('+' and ms from now, or the moment), its fixed line from the priority on,
--         payload
-- result  a text: for each job its id and 'created' | 'exists', with blanks between; or 'full', where there is no room
--         for all of them: then nothing is added, and no receipt is left
local now, stamp = clock()
local most, width = tonumber(ARGV[1]), 4
local asked = { slot(now), '#sequence', '#bell' }
for i = 2, #ARGV, width do
  if ARGV[i] ~= '' then asked[#asked + 1] = ARGV[i] end
end
local stored, taken = redis.call('HMGET', jobs, unpack(asked)), {}
for i = 4, #asked do taken[asked[i]] = stored[i] and true end

local sums = sums_of(stored[1], now)
local sequence, size = tonumber(stored[2] or 0), redis.call('ZCARD', schedule)
local reply, within = {}, nil
for i = 2, #ARGV, width do
  local id, outcome = ARGV[i], taken[ARGV[i]] and 'exists' or 'created'
  if outcome == 'created' then
    sequence, size = sequence + 1, size + 1
    if id == '' then id = string.format('%d', sequence) end
    taken[id] = true
    local at, fixed = ARGV[i + 1], ARGV[i + 2]
    local rank = string.format('%d', (9 - string.sub(fixed, 1, 1)) * band + sequence)
    local due, score = stamp, rank
    if at ~= '+0' then
      local moment = string.sub(at, 1, 1) == '+' and now + at or tonumber(at)
      if moment > now then due, score = moment, delayed + moment end
    end
    within = math.min(within or due - now, due - now)
    set(id, due .. ' 0 0 0 0 \n\n\n' .. rank .. ' ' .. stamp .. ' ' .. fixed)
    set(payload_of(id), ARGV[i + 3])
    place(id, score)
    sums.added = sums.added + 1
  end
  local last = #reply
  reply[last + 1], reply[last + 2] = id, outcome
end
if #places > 0 and size > most then return { refused = 'full' } end
if #places > 0 then
  set('#sequence', sequence)
  keep(sums, now)
  write()
  ring(stored[3], now, within)
end
return table.concat(reply, ' ')
