-- Takes a message out. Its text is gone from Redis, and an entry in its place tells everybody who has it already.
--
-- KEYS[1] the stream
-- ARGV[1] the channel  ARGV[2] most entries  ARGV[3] id  ARGV[4] who takes it out
-- ARGV[5] '1' where they may take out what others wrote
-- result  { 'redacted', id, previous id, author }, { 'none' }, or { 'other' } where it is not theirs
local key, channel, target, by = KEYS[1], ARGV[1], ARGV[3], ARGV[4]

local found = redis.call('XRANGE', key, target, target)[1]
if not found or found[2][3] ~= 'user' then return { 'none' } end
local author = found[2][4]
if author ~= by and ARGV[5] ~= '1' then return { 'other' } end

local prev = redis.call('XREVRANGE', key, '+', '-', 'COUNT', 1)[1][1]
redis.call('XDEL', key, target)
local id = redis.call('XADD', key, 'MAXLEN', '=', ARGV[2], '*',
  'prev', prev, 'redacts', target, 'author', author, 'by', by)
redis.call('PUBLISH', channel, cjson.encode({
  kind = 'redaction', id = id, prev = prev, redacts = target, author = author, by = by,
}))
return { 'redacted', id, prev, author }
