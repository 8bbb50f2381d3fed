-- Decides who loads a value. Looks once more, by the clock of Redis, and grants the load where nobody has it.
--
-- KEYS[1] entry   KEYS[2] state   KEYS[3…] tags
-- ARGV[1] who asks, another name for each claim   ARGV[2] lease in ms   ARGV[3] life of a tag in ms
-- result  { standing of the entry: 'fresh' | 'stale' | 'expired' | 'invalidated' | 'absent', entry or '', state,
--           versions of the tags, now in ms, the grant or '' }
local caller, lease, tag_life = ARGV[1], ARGV[2], tonumber(ARGV[3])

local found = redis.call('MGET', unpack(KEYS))
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local entry, state = found[1], found[2] or ''

local versions = {}
for i = 3, #KEYS do versions[i - 2] = found[i] or '' end

local standing = 'absent'
if entry then
  local at, ttl, stale, grace, made_under =
    string.match(entry, '^(%d+) (%d+) (%d+) (%d+) [^\n]*\n([^\n]*)\n')
  -- A tag without a version is in no stamp that was ever stored.
  if made_under ~= table.concat(versions, ' ') then
    standing, entry = 'invalidated', ''
  elseif state == 'fresh' or stale + grace == 0 then
    standing = 'fresh'
  elseif now < at + ttl + stale then
    standing = 'stale'
  else
    standing = 'expired'
  end
end

-- A claim that is sent again finds itself; what it was granted before is void, as its answer may be lost.
local taken = string.match(state, '^loading:') and string.sub(state, 9, 8 + #caller) ~= caller
if standing == 'fresh' or taken or string.match(state, '^failed:') or string.match(state, '^pass:') then
  return { standing, entry or '', state, table.concat(versions, ' '), now, '' }
end

-- Grants and versions carry the time, so that none ever comes back: not even in a request that arrives late.
local micros = string.format('%d%06d', time[1], time[2])
local grant = caller .. ':' .. micros
redis.call('SET', KEYS[2], 'loading:' .. grant, 'PX', lease)
for i, version in ipairs(versions) do
  if version == '' then
    versions[i] = string.format('%s-%s-%d', micros, caller, i)
    redis.call('SET', KEYS[i + 2], versions[i], 'PX', tag_life)
  elseif now - string.match(version, '^%d+') / 1000 > tag_life / 2 then
    redis.call('PEXPIRE', KEYS[i + 2], tag_life)
  end
end
return { standing, entry or '', 'loading:' .. grant, table.concat(versions, ' '), now, grant }
