-- Gives a user a role, in both directions at once.
--
-- KEYS[1] roles of the user   KEYS[2] users in the role
-- ARGV[1] role   ARGV[2] user   ARGV[3] most roles of a user
-- result  1 where the user has the role now, 0 where they have too many
if redis.call('SADD', KEYS[1], ARGV[1]) == 1 and redis.call('SCARD', KEYS[1]) > tonumber(ARGV[3]) then
  redis.call('SREM', KEYS[1], ARGV[1])
  return 0
end
redis.call('SADD', KEYS[2], ARGV[2])
return 1
