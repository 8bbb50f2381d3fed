-- One page of the jobs of one state, by place in the schedule: those with a text in their id or name.
--
-- KEYS, records and scores: common.lua
-- ARGV[1] from score   ARGV[2] to score   ARGV[3] '1' for the last first   ARGV[4] how many of the score it starts
-- with were passed already   ARGV[5] most to look at   ARGV[6] most to give   ARGV[7] text in lower case, or ''
-- result  { looked at, score of the last, how many of that score were passed, 1 where there is more,
--           for each job: id, score, record }
local last_first, passed, look, give = ARGV[3] == '1', tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local text, score = ARGV[7], last_first and ARGV[2] or ARGV[1]
local query = { schedule, ARGV[1], ARGV[2], 'BYSCORE', 'LIMIT', passed, look, 'WITHSCORES' }
if last_first then
  query[2], query[3] = ARGV[2], ARGV[1]
  table.insert(query, 5, 'REV')
end
local found, ids = redis.call('ZRANGE', unpack(query)), {}
for i = 1, #found, 2 do table.insert(ids, found[i]) end
if #ids == 0 then return { 0, score, passed, 0 } end

local stored, looked, reply = redis.call('HMGET', jobs, unpack(ids)), 0, {}
for i, id in ipairs(ids) do
  if #reply == 3 * give then break end
  looked = i
  passed = found[2 * i] == score and passed + 1 or 1
  score = found[2 * i]
  -- The name is what stands after eight words of the fourth line.
  local record = stored[i] or ''
  local name = string.match(record, '^[^\n]*\n[^\n]*\n[^\n]*\n%S+ %S+ %S+ %S+ %S+ %S+ %S+ %S+ ([^\n]*)') or ''
  if text == '' or string.find(string.lower(id), text, 1, true) or string.find(string.lower(name), text, 1, true) then
    table.insert(reply, id)
    table.insert(reply, score)
    table.insert(reply, record)
  end
end
local more = (looked < #ids or #ids == look) and 1 or 0
return { looked, score, passed, more, unpack(reply) }
