import type { Mutants } from './mutant';

export const counters: Mutants = {
  tests: ['tests/patterns/counters.test.ts', 'tests/patterns/presence.test.ts'],
  mutants: [
    {
      file: 'add.lua',
      name: 'the last change alone decides about all',
      find: "refused = refused or why ~= ''",
      replace: "refused = why ~= ''",
    },
    {
      file: 'add.lua',
      name: 'a counter does not reach its floor',
      find: 'if by < 0 and after < tonumber(ARGV[i + 2])',
      replace: 'if by < 0 and after <= tonumber(ARGV[i + 2])',
    },
    {
      file: 'add.lua',
      name: 'a counter does not reach its ceiling',
      find: 'if by > 0 and after > tonumber(ARGV[i + 3])',
      replace: 'if by > 0 and after >= tonumber(ARGV[i + 3])',
    },
    {
      file: 'add.lua',
      name: 'a counter that is beyond a bound cannot come back',
      find: 'if by > 0 and after > tonumber(ARGV[i + 3])',
      replace: 'if after > tonumber(ARGV[i + 3])',
    },
    {
      file: 'add.lua',
      name: 'there is a counter less than may be',
      find: 'if counters > max_counters then',
      replace: 'if counters >= max_counters then',
    },
    {
      file: 'add.lua',
      name: 'a minute counts on from what stood in its slot',
      find: 'if tonumber(slot) ~= minute then',
      replace: 'if not slot then',
    },
    {
      file: 'add.lua',
      name: 'a change that was refused says what it would have come to',
      find: "  for at = 2, #reply, 2 do reply[at] = current[at] or '0' end\n",
      replace: '',
    },
    {
      file: 'add.lua',
      name: 'what is taken is counted as added',
      find: 'else taken = taken - by end',
      replace: 'else added = added - by end',
    },
    {
      file: 'delete.lua',
      name: 'a counter that is gone takes up room',
      find: "  redis.call('HINCRBY', KEYS[1], '#', -1)\n",
      replace: '',
    },
    {
      file: 'delete.lua',
      name: 'to delete what is not there makes room',
      find: 'unpack(fields)) > 0 then',
      replace: 'unpack(fields)) >= 0 then',
    },
    {
      file: 'delete.lua',
      name: 'the last minute of a counter stays',
      find: 'tonumber(ARGV[2]) - 1 do',
      replace: 'tonumber(ARGV[2]) - 2 do',
    },
    {
      file: 'beat.lua',
      name: 'who went silent is counted',
      find: "redis.call('ZCOUNT', key, '(' .. stale, '+inf')",
      replace: "redis.call('ZCOUNT', key, '(' .. minute, '+inf')",
    },
    {
      file: 'beat.lua',
      name: 'who went silent is never cleared up',
      find: "redis.call('ZREMRANGEBYSCORE', key, '(' .. minute, stale)",
      replace: '',
    },
    {
      file: 'beat.lua',
      name: 'who is here is kept for ever',
      find: "redis.call('PEXPIRE', key, ttl + ARGV[4])",
      replace: '',
    },
    {
      file: 'beat.lua',
      name: 'there is room for one more than may be',
      find: "redis.call('ZREMRANGEBYRANK', key, 1, -most - 1)",
      replace: "redis.call('ZREMRANGEBYRANK', key, 1, -most - 2)",
    },
    {
      file: 'here.lua',
      name: 'who came first is named first',
      find: "'+inf', stale, 'BYSCORE', 'REV',",
      replace: "stale, '+inf', 'BYSCORE',",
    },
    {
      file: 'here.lua',
      name: 'all who are here are named',
      find: "'LIMIT', 0, ARGV[2],",
      replace: "'LIMIT', 0, -1,",
    },
    {
      file: 'here.lua',
      name: 'who went silent is still here',
      find: "local here = redis.call('ZCOUNT', KEYS[1], stale, '+inf')",
      replace: "local here = redis.call('ZCARD', KEYS[1]) - 1",
    },
    {
      file: 'leave.lua',
      name: 'a goodbye makes one of whom nobody heard be here',
      find: "'XX', 'LT',",
      replace: "'LT',",
    },
    {
      file: 'leave.lua',
      name: 'a second goodbye brings a user back',
      find: "'XX', 'LT',",
      replace: "'XX',",
    },
    {
      file: 'leave.lua',
      name: 'a goodbye changes nothing',
      find: 'now - ARGV[2],',
      replace: 'now,',
    },
  ],
};
