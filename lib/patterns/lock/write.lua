-- Writes a guarded value, unless a higher fence was there before; or only bars all lower fences from now on.
--
-- KEYS[1] value: "fence written-at =text", or "fence 0 -" where only a fence was shown
-- ARGV[1] fence   ARGV[2] '=' and the new text, or '' to only show the fence   ARGV[3] kept for so many ms
-- result  { 'accepted' | 'stale', highest fence, now, written at, '=text' or '-' }
local fence = tonumber(ARGV[1])
local state = redis.call('GET', KEYS[1])
local time = redis.call('TIME')
local at = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
local highest, written, text = string.match(state or '0 0 -', '^(%d+) (%d+) (.*)$')

if fence < tonumber(highest) then return { 'stale', highest, at, written, text } end
if ARGV[2] ~= '' then
  written, text = at, ARGV[2]
elseif fence == tonumber(highest) then
  return { 'accepted', ARGV[1], at, written, text }
end
redis.call('SET', KEYS[1], table.concat({ ARGV[1], written, text }, ' '), 'PX', ARGV[3])
return { 'accepted', ARGV[1], at, written, text }
