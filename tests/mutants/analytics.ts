import type { Mutants } from './mutant';

export const analytics: Mutants = {
  mutants: [
    {
      file: 'record.lua',
      name: 'a page that is new to a full table does not inherit',
      find: 'local inherited = least[2] + count',
      replace: 'local inherited = count',
    },
    {
      file: 'record.lua',
      name: 'a bucket keeps a name less than it may',
      find: 'if size > max_names then',
      replace: 'if size >= max_names then',
    },
    {
      file: 'record.lua',
      name: 'two names make way for one',
      find: "redis.call('ZADD', key, inherited, name, least[4], least[3])",
      replace: "redis.call('ZADD', key, inherited, name)",
    },
    {
      file: 'record.lua',
      name: 'the names of a bucket are kept for ever',
      find: "if size == 1 then redis.call('EXPIRE', key, life) end",
      replace: '',
    },
    {
      file: 'record.lua',
      name: 'the chart is kept for ever',
      find: "    redis.call('EXPIRE', series, life)\n",
      replace: '',
    },
    {
      file: 'record.lua',
      name: 'the visitors are kept for ever',
      find: "    redis.call('EXPIRE', visitors, life)\n",
      replace: '',
    },
    {
      file: 'record.lua',
      name: 'the visitors are those of the first batch',
      find: "redis.call('PFADD', visitors, unpack(batch.visitors)) == 1 then",
      replace:
        "redis.call('PFADD', visitors, unpack(batch.visitors)) == 1 and counted == views then",
    },
    {
      file: 'record.lua',
      name: 'the feed is kept for ever',
      find: "if new_bucket then redis.call('EXPIRE', feed, ARGV[6]) end",
      replace: '',
    },
    {
      file: 'record.lua',
      name: 'the feed grows without end',
      find: "if length > max_feed * 1.5 then redis.call('LTRIM', feed, 0, max_feed - 1) end",
      replace: '',
    },
    {
      file: 'record.lua',
      name: 'the feed forgets the newest',
      find: "redis.call('LTRIM', feed, 0, max_feed - 1)",
      replace: "redis.call('LTRIM', feed, -max_feed, -1)",
    },
    {
      file: 'click.lua',
      name: 'there is a target too many',
      find: '- 1 > tonumber(ARGV[3]) then',
      replace: '- 2 > tonumber(ARGV[3]) then',
    },
    {
      file: 'click.lua',
      name: 'a target too many is counted twice',
      find: "    redis.call('HDEL', key, field)\n",
      replace: '',
    },
    {
      file: 'click.lua',
      name: 'clicks on a target too many are lost',
      find: "    redis.call('HINCRBY', key, 'other', by)\n",
      replace: '',
    },
    {
      file: 'click.lua',
      name: 'the clicks of a user are kept for ever',
      find: "redis.call('PEXPIRE', key, ARGV[4])",
      replace: '',
    },
    {
      file: 'click.lua',
      name: 'clicks in one call are one click',
      find: "redis.call('HINCRBY', key, 'clicks', by)",
      replace: "redis.call('HINCRBY', key, 'clicks', 1)",
    },
  ],
};
