-- Mutes a user for a while, from now on by the clock of Redis. Again, it begins anew.
--
-- KEYS[1] the mute, a stream so that sending a message reads both in one command
-- ARGV[1] for how long, in ms; 0 ends it
-- result  until when, in ms; nothing where it has ended
if ARGV[1] == '0' then
  redis.call('UNLINK', KEYS[1])
  return false
end
local time = redis.call('TIME')
local till = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
redis.call('XADD', KEYS[1], 'MAXLEN', '=', 1, '*', 'until', string.format('%.0f', till))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return string.format('%.0f', till)
