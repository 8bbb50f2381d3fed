-- Takes a role from a user, in both directions at once.
--
-- KEYS[1] roles of the user   KEYS[2] users in the role
-- ARGV[1] role   ARGV[2] user
redis.call('SREM', KEYS[1], ARGV[1])
redis.call('SREM', KEYS[2], ARGV[2])
