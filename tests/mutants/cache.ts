import type { Mutants } from './mutant';

export const cache: Mutants = {
  mutants: [
    {
      file: 'claim.lua',
      name: 'a value whose tag has moved is served',
      find: "if made_under ~= table.concat(versions, ' ') then",
      replace: 'if false then',
    },
    {
      file: 'claim.lua',
      name: 'a value is stale for as long as it is kept',
      find: 'elseif now < at + ttl + stale then',
      replace: 'elseif true then',
    },
    {
      file: 'claim.lua',
      name: 'two callers load at once',
      find: "if standing == 'fresh' or taken or",
      replace: "if standing == 'fresh' or",
    },
    {
      file: 'claim.lua',
      name: 'a claim that is sent again waits for itself',
      find: ' and string.sub(state, 9, 8 + #caller) ~= caller',
      replace: '',
    },
    {
      file: 'claim.lua',
      name: 'what could not be loaded is loaded again at once',
      find: " or string.match(state, '^failed:')",
      replace: '',
    },
    {
      file: 'claim.lua',
      name: 'a lease never ends',
      find: "'loading:' .. grant, 'PX', lease)",
      replace: "'loading:' .. grant)",
    },
    {
      file: 'claim.lua',
      name: 'a tag that is used goes away before the values made under it',
      find: "    redis.call('PEXPIRE', KEYS[i + 2], tag_life)\n",
      replace: '',
    },
    {
      file: 'fill.lua',
      name: 'a load that lost its lease stores its value',
      find: "if found[1] ~= 'loading:' .. grant then",
      replace: 'if false then',
    },
    {
      file: 'fill.lua',
      name: 'a store that is sent again is told that it lost its lease',
      find: "== grant and 'stored' or 'lease_lost'",
      replace: "== '' and 'stored' or 'lease_lost'",
    },
    {
      file: 'fill.lua',
      name: 'a value that was outdated while it was loaded is stored',
      find: "if table.concat(found, ' ', 2) ~= ARGV[2] then",
      replace: 'if false then',
    },
    {
      file: 'fill.lua',
      name: 'a value never expires',
      find: "ARGV[3], 'PX', life)",
      replace: 'ARGV[3])',
    },
    {
      file: 'fill.lua',
      name: 'a value that may be stale stays fresh',
      find: "'fresh', 'PX', ARGV[4])",
      replace: "'fresh', 'PX', life)",
    },
    {
      file: 'settle.lua',
      name: 'a load that lost its lease ends that of another',
      find: "if redis.call('GET', KEYS[1]) ~= 'loading:' .. ARGV[1] then return 0 end\n",
      replace: '',
    },
    {
      file: 'settle.lua',
      name: 'a load that ended without a value keeps its lease',
      find: "  redis.call('DEL', KEYS[1])\n",
      replace: '',
    },
    {
      file: 'settle.lua',
      name: 'that a load failed is kept for ever',
      find: "ARGV[2], 'PX', ARGV[3])",
      replace: 'ARGV[2])',
    },
    {
      file: 'meter.lua',
      name: 'a bucket forgets what it had counted',
      find: 'into[name] = (into[name] or 0) + value',
      replace: 'into[name] = value',
    },
    {
      file: 'meter.lua',
      name: 'a bucket has a cache less than it may',
      find: 'if not sums[cache] and known < most then',
      replace: 'if not sums[cache] and known < most - 1 then',
    },
    {
      file: 'meter.lua',
      name: 'the figures never expire',
      find: "if not stored then redis.call('EXPIRE', series, life) end",
      replace: '',
    },
  ],
};
