-- Runs the commands of a batch in one step: nobody else is served meanwhile. As in MULTI/EXEC, a command that
-- fails undoes nothing and stops nothing.
--
-- KEYS    none of its own: every key in ARGV shares the hash tag of the receipt, which the envelope takes
-- ARGV    for each command: how many arguments it has and, for each that is the reply to an earlier command,
--         "position:command" (both from 0); then its arguments
-- result  for each command { 'integer', digits } | { 'value', reply } | { 'error', text } | { 'skipped', command } |
--         { 'inexact' }: it was carried out, and its reply is an integer that Lua rounds
local results, at = {}, 1

while at <= #ARGV do
  local size = tonumber(string.match(ARGV[at], '^%d+'))
  local args, missing = {}, nil
  for i = 1, size do args[i] = ARGV[at + i] end
  for position, step in string.gmatch(ARGV[at], '(%d+):(%d+)') do
    local kind, reply = unpack(results[step + 1])
    if kind == 'integer' or (kind == 'value' and type(reply) == 'string') then
      args[position + 1] = reply
    elseif kind == 'value' and type(reply) == 'table' and reply.ok then
      args[position + 1] = reply.ok
    else
      -- Failed, nothing, or a list: there is no argument to make of it.
      missing = missing or step
    end
  end
  at = at + size + 1

  if missing then
    table.insert(results, { 'skipped', missing })
  else
    local reply = redis.pcall(unpack(args))
    if type(reply) == 'table' and reply.err then
      table.insert(results, { 'error', reply.err })
    elseif type(reply) == 'number' and math.abs(reply) >= 2 ^ 53 then
      table.insert(results, { 'inexact' })
    elseif type(reply) == 'number' then
      -- In digits: the receipt is JSON, which would round what is long.
      table.insert(results, { 'integer', string.format('%.0f', reply) })
    else
      table.insert(results, { 'value', reply })
    end
  end
end
return results
