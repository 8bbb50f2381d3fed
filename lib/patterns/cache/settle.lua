-- Changes the state of a load that still has its lease: renews it, or ends it without a value.
--
-- KEYS[1] state
-- ARGV[1] the grant   ARGV[2] the next state, '' for none   ARGV[3] its life in ms
-- result  1, or 0 where the lease was lost
if redis.call('GET', KEYS[1]) ~= 'loading:' .. ARGV[1] then return 0 end
if ARGV[2] == '' then
  redis.call('DEL', KEYS[1])
else
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
end
return 1
