import type { Mutants } from './mutant';

export const chat: Mutants = {
  mutants: [
    {
      file: 'follow.ts',
      name: 'a bell is told whatever came before',
      find: 'if (entry.prev === last) tell(entry);',
      replace: 'if (entry.prev) tell(entry);',
    },
    {
      file: 'follow.ts',
      name: 'an entry that was told is told again',
      find: 'if (closed || (last !== undefined && !isAfter(entry.id, last))) return;',
      replace: 'if (closed) return;',
    },
    {
      file: 'follow.ts',
      name: 'a page is all that is read after a gap',
      find: 'more = page.hasMore;',
      replace: 'more = false;',
    },
    {
      file: 'send.lua',
      name: 'a message that is sent again is said twice',
      find: "if fields[3] == 'user' and fields[4] == user and fields[8] == client_id then",
      replace: 'if false then',
    },
    {
      file: 'send.lua',
      name: 'the client id of another user counts',
      find: ' and fields[4] == user and',
      replace: ' and',
    },
    {
      file: 'send.lua',
      name: 'whoever is muted speaks',
      find: "if muted then return { 'muted', muted } end\n",
      replace: '',
    },
    {
      file: 'send.lua',
      name: 'the first message that a sender knows nothing before names none',
      find: "prev = newest and newest[1] or '0-0'",
      replace: "prev = '0-0'",
    },
    {
      file: 'send.lua',
      name: 'a message names the first one that the sender has not seen',
      find: 'prev = stream[2][#stream[2]][1]',
      replace: 'prev = stream[2][1][1]',
    },
    {
      file: 'send.lua',
      name: 'a room grows without end',
      find: "'MAXLEN', '=', most, '*',\n  'prev'",
      replace: "'*',\n  'prev'",
    },
    {
      file: 'send.lua',
      name: 'nobody hears a message',
      find: "redis.call('PUBLISH', channel, cjson.encode({",
      replace: 'local _ = (cjson.encode({',
    },
    {
      file: 'redact.lua',
      name: 'anybody takes out what others wrote',
      find: "if author ~= by and ARGV[5] ~= '1' then return { 'other' } end\n",
      replace: '',
    },
    {
      file: 'redact.lua',
      name: 'nobody takes out what others wrote',
      find: "if author ~= by and ARGV[5] ~= '1' then",
      replace: 'if author ~= by then',
    },
    {
      file: 'redact.lua',
      name: 'the text stays in Redis',
      find: "redis.call('XDEL', key, target)",
      replace: '',
    },
    {
      file: 'redact.lua',
      name: 'what stands in the place of a message is taken out too',
      find: " or found[2][3] ~= 'user' then",
      replace: ' then',
    },
    {
      file: 'redact.lua',
      name: 'nobody hears that a message was taken out',
      find: "redis.call('PUBLISH', channel, cjson.encode({",
      replace: 'local _ = (cjson.encode({',
    },
    {
      file: 'redact.lua',
      name: 'what stands in the place of a message names that message as the one before',
      find: "'prev', prev, 'redacts', target",
      replace: "'prev', target, 'redacts', target",
    },
    {
      file: 'mute.lua',
      name: 'a mute never ends',
      find: "redis.call('PEXPIRE', KEYS[1], ARGV[1])",
      replace: '',
    },
    {
      file: 'mute.lua',
      name: 'mutes are piled up',
      find: "'MAXLEN', '=', 1, '*',",
      replace: "'*',",
    },
    {
      file: 'beat.lua',
      name: 'who went silent is still here',
      find: "redis.call('ZREMRANGEBYSCORE', key, '-inf', now - ttl)",
      replace: '',
    },
    {
      file: 'beat.lua',
      name: 'who is here is kept for ever',
      find: "redis.call('PEXPIRE', key, ttl)",
      replace: '',
    },
    {
      file: 'beat.lua',
      name: 'one more is named than was asked for',
      find: 'ARGV[3] - 1)',
      replace: 'ARGV[3])',
    },
    {
      file: 'beat.lua',
      name: 'who came first is named first',
      find: "redis.call('ZREVRANGE',",
      replace: "redis.call('ZRANGE',",
    },
    {
      file: 'mute.lua',
      name: 'a mute of no time does not end it',
      find: "if ARGV[1] == '0' then",
      replace: 'if false then',
    },
  ],
};
