-- A user's record, and the pages among the newest entries of their timeline, the last visited first, at one moment.
--
-- KEYS[1] timeline   KEYS[2] the user's record
-- ARGV[1] newest entries to look at   ARGV[2] most pages
-- result  { the record in hexadecimal digits, page, visits, id of the last, page, visits, id … }
local record = redis.call('GET', KEYS[2]) or ''
local visits, last, order = {}, {}, {}
for _, entry in ipairs(redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', ARGV[1])) do
  local _, kind, _, page = unpack(entry[2])
  if kind == 'page-view' and page then
    if not visits[page] then
      visits[page], last[page] = 0, entry[1]
      table.insert(order, page)
    end
    visits[page] = visits[page] + 1
  end
end

local reply = { (string.gsub(record, '.', function(byte) return string.format('%02x', string.byte(byte)) end)) }
for i = 1, math.min(#order, tonumber(ARGV[2])) do
  for _, value in ipairs({ order[i], visits[order[i]], last[order[i]] }) do table.insert(reply, value) end
end
return reply
