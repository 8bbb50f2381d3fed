-- Lists a new API key, unless there are too many.
--
-- KEYS[1] list
-- ARGV[1] handle   ARGV[2] its entry as JSON   ARGV[3] salt of its secret   ARGV[4] most keys
-- result  { entry, salt }, of the first call for one that is sent again; 'full' where there are too many
if redis.call('HLEN', KEYS[1]) >= tonumber(ARGV[4]) then return { refused = 'full' } end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return { ARGV[2], ARGV[3] }
