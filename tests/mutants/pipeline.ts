import type { Mutants } from './mutant';

export const pipeline: Mutants = {
  mutants: [
    {
      file: 'advance.lua',
      name: 'lines that are sent again are counted again',
      find: "if line >= last and (known[4] or '0') >= done then return { 'ok', line, updated, failed } end\n",
      replace: '',
    },
    {
      file: 'advance.lua',
      name: 'lines are left out',
      find: 'if line ~= first - 1 then',
      replace: 'if line > first - 1 then',
    },
    {
      file: 'advance.lua',
      name: 'two uploads count one line',
      find: 'if line ~= first - 1 then',
      replace: 'if line < first - 1 then',
    },
    {
      file: 'advance.lua',
      name: 'that no line follows is not noted where it comes alone',
      find: "if line >= last and (known[4] or '0') >= done then",
      replace: 'if line >= last then',
    },
    {
      file: 'advance.lua',
      name: 'an upload has begun with each of its parts',
      find: 'if not known[1] then',
      replace: 'if true then',
    },
    {
      file: 'advance.lua',
      name: 'progress is kept for ever',
      find: "redis.call('PEXPIRE', progress, life)",
      replace: '',
    },
    {
      file: 'advance.lua',
      name: 'errors are kept for ever',
      find: "  redis.call('PEXPIRE', errors, life)\n",
      replace: '',
    },
    {
      file: 'advance.lua',
      name: 'who was written is kept for ever',
      find: "  redis.call('PEXPIRE', users, life)\n",
      replace: '',
    },
    {
      file: 'advance.lua',
      name: 'errors have no bound',
      find: 'math.min(#batch[1], room)',
      replace: '#batch[1]',
    },
    {
      file: 'batch.lua',
      name: 'a command that failed stops all others',
      find: 'redis.pcall(unpack(args))',
      replace: 'redis.call(unpack(args))',
    },
    {
      file: 'batch.lua',
      name: 'a long number is rounded',
      find: "{ 'integer', string.format('%.0f', reply) }",
      replace: "{ 'integer', tostring(reply) }",
    },
    {
      file: 'batch.lua',
      name: 'a command runs without the reply that it needs',
      find: '  if missing then\n',
      replace: '  if false then\n',
    },
    {
      file: 'batch.lua',
      name: 'a reply is put an argument too far',
      find: 'args[position + 1] = reply\n',
      replace: 'args[position + 2] = reply\n',
    },
    {
      file: 'batch.lua',
      name: 'the last command that failed is told and not the first',
      find: 'missing = missing or step',
      replace: 'missing = step',
    },
    {
      file: 'batch.lua',
      name: 'OK cannot be an argument',
      find: 'args[position + 1] = reply.ok',
      replace: 'missing = missing or step',
    },
    {
      file: 'batch.lua',
      name: 'an integer beyond 2^53 is told rounded',
      find: 'math.abs(reply) >= 2 ^ 53',
      replace: 'false',
    },
  ],
};
