-- Takes a lock, or says who has it; with 'wait', by its turn in a line.
--
-- KEYS[1] held: "fence end token owner", expiring with the lock   KEYS[2] line: JSON [[token, last word in ms], …]
-- KEYS[3] grants: a short stream   KEYS[4] list of held locks by their end; absent where none is kept
-- ARGV[1] token   ARGV[2] owner   ARGV[3] TTL in ms
-- ARGV[4] 'try', 'wait', or 'beat': to wait and say that one still does   ARGV[5] patience with a silent waiter in ms
-- ARGV[6] most waiters   ARGV[7] name in the list   ARGV[8] life of the list in ms
-- result  { 1, fence, end } or { 0, fence, end, owner, place in the line or 0 }; fence 0: free, but somebody is first
local held_key, line_key, grants, list = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local token, owner, ttl, mode, patience = ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])

local state = redis.call('MGET', held_key, line_key)
local fence, ends, holder, holder_name = string.match(state[1] or '', '^(%d+) (%d+) (%S+) (.*)$')
-- The caller's own token: its grant, whose answer was lost.
if holder == token then return { 1, fence, ends } end

local line, place = state[2] and cjson.decode(state[2]) or {}, 0
for i, waiter in ipairs(line) do
  if waiter[1] == token then place = i end
end

local is_next = place == 1 or #line == 0
-- The clock is asked only where it matters who is still there.
if (holder and (mode == 'beat' or (mode == 'wait' and place == 0))) or (not holder and not is_next) then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local alive = {}
  place = 0
  for _, waiter in ipairs(line) do
    local is_own = waiter[1] == token
    if is_own or waiter[2] + patience > now then
      table.insert(alive, is_own and { token, now } or waiter)
      if is_own then place = #alive end
    end
  end
  line = alive
  is_next = place == 1 or #line == 0
  if mode ~= 'try' and not (is_next and not holder) then
    if place == 0 and #line < tonumber(ARGV[6]) then
      table.insert(line, { token, now })
      place = #line
    end
    if place > 0 then redis.call('SET', line_key, cjson.encode(line), 'PX', patience) end
  end
end
if holder then return { 0, fence, ends, holder_name, place } end
if not is_next then return { 0, '0', '0', '', place } end

-- The ids of a stream only ever go up, even where the clock goes back: one command gives fence and time.
-- Trimmed by whole nodes, which leaves up to a hundred entries and takes a tenth of the time.
local id = redis.call('XADD', grants, 'MAXLEN', '~', 1, '*', 'to', ARGV[7])
local ms, seq = string.match(id, '^(%d+)-(%d+)$')
ms, seq = tonumber(ms), tonumber(seq)
if seq > 999 then
  -- A thousand grants while the clock stood still, or ran behind: go on in the next millisecond.
  ms, seq = ms + 1, 0
  redis.call('XADD', grants, 'MAXLEN', '~', 1, string.format('%.0f-0', ms), 'to', ARGV[7])
end
fence, ends = string.format('%.0f', ms * 1000 + seq), string.format('%.0f', ms + ttl)
redis.call('SET', held_key, table.concat({ fence, ends, token, owner }, ' '), 'PX', ttl)

if state[2] then
  if place > 0 then table.remove(line, place) end
  if #line > 0 then
    redis.call('SET', line_key, cjson.encode(line), 'PX', patience)
  else
    redis.call('DEL', line_key)
  end
end
if list then
  -- The member '' carries the minute of the last upkeep. It rides along in the same command: where it moves too,
  -- this is the first grant of a minute and the one that clears up. Its score lies far below every time.
  local minute = string.format('%.0f', math.floor(ms / 60000))
  if redis.call('ZADD', list, 'CH', ends, ARGV[7], minute, '') == 2 then
    redis.call('ZREMRANGEBYSCORE', list, '(' .. minute, string.format('%.0f', ms))
    redis.call('PEXPIRE', list, ARGV[8])
  end
end
return { 1, fence, ends }
