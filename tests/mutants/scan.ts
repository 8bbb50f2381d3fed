import type { Mutants } from './mutant';

export const scan: Mutants = {
  mutants: [
    {
      file: 'create.lua',
      name: 'a sweep needs no dry run',
      find: 'if KEYS[2] then',
      replace: 'if false then',
    },
    {
      file: 'create.lua',
      name: 'a dry run that is not over will do',
      find: " or dry.status ~= 'done' then",
      replace: ' then',
    },
    {
      file: 'create.lua',
      name: 'a sweep stands for its own dry run',
      find: 'if not dry or not dry.dryRun or',
      replace: 'if not dry or',
    },
    {
      file: 'create.lua',
      name: 'the dry run of somebody else will do',
      find: "{ 'owner', 'match',",
      replace: "{ 'match',",
    },
    {
      file: 'create.lua',
      name: 'the dry run of other keys will do',
      find: "{ 'owner', 'match',",
      replace: "{ 'owner',",
    },
    {
      file: 'create.lua',
      name: 'the record of a sweep is kept for ever',
      find: "text, 'PX', ARGV[2])",
      replace: 'text)',
    },
    {
      file: 'begin.lua',
      name: 'two work on one sweep',
      find: "if lease and lease.ends > now then return { 'held', stored } end\n",
      replace: '',
    },
    {
      file: 'begin.lua',
      name: 'a lease that is asked for again is held by another',
      find: "if lease and lease.token == token then return { 'begun', stored } end\n",
      replace: '',
    },
    {
      file: 'begin.lua',
      name: 'a sweep that is over begins again',
      find: "if record.status == 'done' or record.status == 'cancelled' then return { 'over', stored } end\n",
      replace: '',
    },
    {
      file: 'begin.lua',
      name: 'a sweep that was cancelled goes on',
      find: "if record.status == 'done' or record.status == 'cancelled' then",
      replace: "if record.status == 'done' then",
    },
    {
      file: 'begin.lua',
      name: 'anybody works on a sweep',
      find: "if owner ~= '' and record.owner ~= owner then return { 'missing' } end\n",
      replace: '',
    },
    {
      file: 'begin.lua',
      name: 'two leases have one number',
      find: 'record.fence = record.fence + 1\n',
      replace: '',
    },
    {
      file: 'begin.lua',
      name: 'what a dead holder had noted is done again',
      find: 'for field, value in pairs(cjson.decode(noted)) do record[field] = value end',
      replace: '',
    },
    {
      file: 'begin.lua',
      name: 'what a dead holder had sent is not told',
      find: '    record.unconfirmed = record.unconfirmed + record.pending\n',
      replace: '',
    },
    {
      file: 'end.lua',
      name: 'a late holder writes over what another did',
      find: 'if record.fence ~= tonumber(ARGV[1]) or not record.lease then',
      replace: 'if not record.lease then',
    },
    {
      file: 'end.lua',
      name: 'a step keeps its lease',
      find: 'record.lease = nil\n',
      replace: '',
    },
    {
      file: 'end.lua',
      name: 'a sweep that was cancelled in its last step is done',
      find: " and record.status ~= 'cancelled' then",
      replace: ' then',
    },
    {
      file: 'end.lua',
      name: 'a sweep never ends',
      find: "record.status = 'done' end",
      replace: 'end',
    },
    {
      file: 'cancel.lua',
      name: 'anybody cancels a sweep',
      find: "if ARGV[1] ~= '' and record.owner ~= ARGV[1] then return false end\n",
      replace: '',
    },
    {
      file: 'cancel.lua',
      name: 'a sweep that is done is cancelled',
      find: "if record.status ~= 'done' then record.status",
      replace: 'if true then record.status',
    },
    {
      file: 'cancel.lua',
      name: 'a sweep that was cancelled is kept for ever',
      find: ", 'KEEPTTL')",
      replace: ')',
    },
    {
      file: 'node.ts',
      name: 'a cursor of one server is carried on by another',
      find: "node !== '' && than !== '' && node !== than",
      replace: 'false && node !== than',
      tests: ['tests/patterns/scan-failover.test.ts'],
    },
  ],
};
