-- What the scripts of this room share; it stands before each of them.
--
-- KEYS[1] jobs: records by id, and the queue's own fields, which begin with '#'
-- KEYS[2] schedule: every job, by the moment at which something is due for it
--
-- A score is a state's band and a place in it. A band is 2^42 wide, so that all of them, to the millisecond, are
-- whole numbers which a score holds exactly:
--   0 … 9   ready, the most urgent first and then the first come
--   10      delayed, by the moment it is due         11   active, by the end of its lease
--   12      done, by the moment it is forgotten      13   dead, likewise
--
-- A record is its name, its head and its payload, a line each. Only the head is decoded, whatever the payload's size:
--   p priority, q order of arrival, m most attempts, b backoff, k kept for so many ms when it is done
--   c created at, d due at, a attempts, s started at, l lease in ms, f fence, g progress, e ended at, r result
--   t token of who holds it, w their name   u token of who gave it up last, o what was answered then   log timeline, n its lines
local jobs, schedule = KEYS[1], KEYS[2]
local band = 4398046511104
local delayed, active, done, dead = 10 * band, 11 * band, 12 * band, 13 * band
local most_notes = 20

local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function whole(number) return string.format('%.0f', number) end

local function open(id, record)
  local first = string.find(record, '\n', 1, true)
  local second = string.find(record, '\n', first + 1, true)
  return { id = id, name = string.sub(record, 1, first - 1),
    head = cjson.decode(string.sub(record, first + 1, second - 1)), payload = string.sub(record, second + 1) }
end

-- Where a job stands once it is due.
local function ready(job) return (9 - job.head.p) * band + job.head.q end

-- A line of the timeline. It is text, so that nobody pays for it but who reads it.
local function note(job, at, event, detail)
  local head = job.head
  -- The first, which says when it was enqueued, stays.
  if head.n >= most_notes then head.log = string.gsub(head.log, '\n[^\n]*', '', 1) else head.n = head.n + 1 end
  head.log = head.log .. '\n' .. whole(at) .. ' ' .. event .. (detail and ' ' .. detail or '')
end

-- What is to be written: one HSET and one ZADD, however many jobs.
local fields, places = {}, {}
local function set(field, value)
  local next = #fields
  fields[next + 1], fields[next + 2] = field, value
end
local function put(job, score)
  set(job.id, job.name .. '\n' .. cjson.encode(job.head) .. '\n' .. job.payload)
  local next = #places
  places[next + 1], places[next + 2] = whole(score), job.id
end
local function write()
  if #fields > 0 then redis.call('HSET', jobs, unpack(fields)) end
  if #places > 0 then redis.call('ZADD', schedule, unpack(places)) end
end

-- A ring of minutes: a slot is written over when its minute comes round again.
local function slot(now) return '#m' .. math.floor(now / 60000) % 32 end
local counted = { 'added', 'claimed', 'waited', 'done', 'worked', 'failed', 'lost', 'dead' }
local function tally(text, now)
  local sums, minute = {}, math.floor(now / 60000)
  local numbers = string.gmatch(text or '', '%d+')
  local same = tonumber(numbers() or '') == minute
  for _, name in ipairs(counted) do sums[name] = same and tonumber(numbers()) or 0 end
  return sums, function()
    local texts = { whole(minute) }
    for _, name in ipairs(counted) do table.insert(texts, whole(sums[name])) end
    set(slot(now), table.concat(texts, ' '))
  end
end
