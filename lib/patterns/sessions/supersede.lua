-- Gives a session a new id. The old one stays good for a short grace, for requests that are under way.
--
-- KEYS[1] base of the keys
-- ARGV[1] user   ARGV[2] handle   ARGV[3] SHA-256 of the new id
-- ARGV[4] SHA-256 of the id that asks; '' where a resent sign-in asks
-- ARGV[5] the operation's id   ARGV[6] sliding life in ms   ARGV[7] grace in ms
-- result  { 'rotated' | 'superseded' | 'ended', the session as JSON, now in ms }
--         superseded: another call has replaced the id that asks
local base, user, handle, digest, asks = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local session = base .. ':session:' .. handle

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('MGET', session, base .. ':epoch:' .. user, base .. ':id:' .. asks, base .. ':grace:' .. asks)
if not found[1] then return { 'ended' } end
local record = cjson.decode(found[1])
if record.epoch ~= found[2] then return { 'ended' } end

-- The very same call again: it has been done, and the caller holds the new id already.
if record.digest == digest then return { 'rotated', found[1], now } end
if asks ~= '' and not found[3] and not found[4] then return { 'ended' } end
-- An id in its grace may not rotate, or two requests of one browser would each make the other's id worthless.
-- Only the call that replaced it may ask again: its answer was lost, and with it the new id.
if asks ~= '' and record.digest ~= asks and record.rotation ~= ARGV[5] then
  return { 'superseded', found[1], now }
end

-- The old id's own life bounds the new one's start: a session that has expired is not brought back.
local old = base .. ':id:' .. record.digest
if redis.call('UNLINK', old) == 0 then return { 'ended' } end
redis.call('SET', base .. ':grace:' .. record.digest, handle, 'PX', ARGV[7])
record.digest, record.rotation = digest, ARGV[5]
local text = cjson.encode(record)
redis.call('SET', session, text, 'KEEPTTL')
redis.call('SET', base .. ':id:' .. digest, now, 'PX', math.min(ARGV[6], record.absoluteAt - now))
redis.call('HSET', base .. ':user:' .. user, handle, digest)
return { 'rotated', text, now }
