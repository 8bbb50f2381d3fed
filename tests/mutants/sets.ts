import type { Mutants } from './mutant';

export const sets: Mutants = {
  tests: ['tests/patterns/sets.test.ts', 'tests/patterns/roles.test.ts'],
  mutants: [
    {
      file: 'add.lua',
      name: 'a set takes one member less',
      find: 'if size + new > most then return',
      replace: 'if size + new >= most then return',
    },
    {
      file: 'add.lua',
      name: 'a set has no bound',
      find: 'if size + new > most then return { 0, size } end',
      replace: '',
    },
    {
      file: 'add.lua',
      name: 'those who are in a full set already are refused',
      find: 'unpack(members))) do new = new - known end',
      replace: 'unpack(members))) do new = new end',
    },
    {
      file: 'add.lua',
      name: 'the estimate counts nobody',
      find: "  redis.call('PFADD', estimate, unpack(members))\n",
      replace: '',
    },
    {
      file: 'add.lua',
      name: 'a set is kept for ever',
      find: "  redis.call('PEXPIRE', set, life)\n",
      replace: '',
    },
    {
      file: 'add.lua',
      name: 'the estimate is kept for ever',
      find: "  redis.call('PEXPIRE', estimate, life)\n",
      replace: '',
    },
    {
      file: 'add.lua',
      name: 'the size is that of before',
      find: 'return { 1, size + added }',
      replace: 'return { 1, size }',
    },
    {
      file: 'compare.lua',
      name: 'three sets are compared as two',
      find: '2 ^ #KEYS - 1 do',
      replace: '3 do',
    },
    {
      file: 'compare.lua',
      name: 'what meets is counted from the wrong set on',
      find: '2 ^ (index - 1)',
      replace: '2 ^ (#KEYS - index)',
    },
    {
      file: 'grant.lua',
      name: 'a user has a role too many',
      find: ' > tonumber(ARGV[3]) then',
      replace: ' > tonumber(ARGV[3]) + 1 then',
    },
    {
      file: 'grant.lua',
      name: 'a role that was refused stays with the user',
      find: "  redis.call('SREM', KEYS[1], ARGV[1])\n",
      replace: '',
    },
    {
      file: 'grant.lua',
      name: 'a role does not know its user',
      find: "redis.call('SADD', KEYS[2], ARGV[2])",
      replace: '',
    },
    {
      file: 'release.lua',
      name: 'anybody gives a name back',
      find: 'if owner and owner ~= ARGV[1] then return 0 end\n',
      replace: '',
    },
    {
      file: 'release.lua',
      name: 'a name that was given back is taken',
      find: "if owner then redis.call('DEL', KEYS[1]) end",
      replace: '',
    },
    {
      file: 'revoke.lua',
      name: 'a user keeps the role',
      find: "redis.call('SREM', KEYS[1], ARGV[1])",
      replace: '',
    },
    {
      file: 'revoke.lua',
      name: 'a role keeps the user',
      find: "redis.call('SREM', KEYS[2], ARGV[2])",
      replace: '',
    },
  ],
};
