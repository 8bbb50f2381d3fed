-- Says something: an entry of the stream, which is the truth, and a ring of the bell, which is only faster.
--
-- No receipt is kept beside the stream, because the stream is one: what came since the sender last looked is read,
-- and the sender's own message is among it where it was sent before. The newest of it is the previous entry, which
-- the new one names. A mute is a stream too, so that the same command looks at it.
--
-- KEYS[1] the stream   KEYS[2] the mute of the user
-- ARGV[1] the id just before the newest entry that the sender has; else for how many ms its own message is looked for
-- ARGV[2] the channel  ARGV[3] most entries  ARGV[4] user  ARGV[5] client id  ARGV[6] text
-- result  { 'sent' | 'known', id, previous id, text }, or { 'muted', until in ms }
local key, channel, most = KEYS[1], ARGV[2], ARGV[3]
local user, client_id, text = ARGV[4], ARGV[5], ARGV[6]

local prev, muted
local from = ARGV[1]
if not string.find(from, '-', 1, true) then
  -- By the clock that made the ids: a caller's own may be minutes ahead, and would find nothing.
  local time = redis.call('TIME')
  from = string.format('%.0f-0', math.max(0, time[1] * 1000 + math.floor(time[2] / 1000) - from))
end
local read = redis.call('XREAD', 'COUNT', most, 'STREAMS', key, KEYS[2], from, '0-0') or {}
for _, stream in ipairs(read) do
  if stream[1] == KEYS[2] then
    muted = stream[2][#stream[2]][2][2]
  else
    for _, entry in ipairs(stream[2]) do
      local fields = entry[2]
      if fields[3] == 'user' and fields[4] == user and fields[8] == client_id then
        return { 'known', entry[1], fields[2], fields[6] }
      end
    end
    prev = stream[2][#stream[2]][1]
  end
end
if muted then return { 'muted', muted } end

-- The sender has seen nothing that is there: a first message, or a room that has forgotten much since.
if not prev then
  local newest = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)[1]
  prev = newest and newest[1] or '0-0'
end
local id = redis.call('XADD', key, 'MAXLEN', '=', most, '*',
  'prev', prev, 'user', user, 'text', text, 'clientId', client_id)
redis.call('PUBLISH', channel, cjson.encode({
  kind = 'message', id = id, prev = prev, user = user, text = text, clientId = client_id,
}))
return { 'sent', id, prev, text }
