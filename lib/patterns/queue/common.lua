-- What the scripts of this room share; it stands before each of them.
--
-- KEYS[1] jobs: two fields a job, its record (the id) and its payload (':' and the id), which is JSON that no script
--         reads; and the queue's own fields, which begin with '#'
-- KEYS[2] schedule: every job, by the moment at which something is due for it
--
-- A score is a state's band and a place in it. A band is 2^42 wide, so that all of them, to the millisecond, are
-- whole numbers which a score holds exactly:
--   0 … 9   ready, the most urgent first and then the first come
--   10      delayed, by the moment it is due         11   active, by the end of its lease
--   12      done, by the moment it is forgotten      13   dead, likewise
--
-- A record is lines of plain text, because cjson would take most of a script's time:
--   state   due at, attempts, started at, lease in ms, fence, token of who holds it or nothing
--   answer  token of who gave it up last, what was answered then, due at; or nothing
--   detail  JSON of its progress while it is active, and of its result when it is done; or nothing
--   fixed   score when ready, created at, priority, most attempts, backoff (ms, growth, longest), kept for ms when it
--           is done, name. Written once; a step that needs a word of it looks for that word
--   timeline, a line an event since it was created: when, what, and whom or why
-- Lua writes a number of up to 14 digits as these digits, and no score or time has more. Still that is dear, so what
-- is written for many jobs is made a text once.
local jobs, schedule = KEYS[1], KEYS[2]
local band = 4398046511104
local delayed, active, done, dead = 10 * band, 11 * band, 12 * band, 13 * band
local most_notes, shortest_note = 19, 18

-- Milliseconds, as a number and as a text.
local function clock()
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  return now, tostring(now)
end

-- The parts of a job stay texts until a step calculates with them, and what it does not touch stays in one piece:
-- claim is started at, lease and fence; rest is the fixed line and the timeline, to which save adds the news.
local function open(record)
  local due, attempt, claim, holder, answer, detail, from = string.match(record,
    '^(%d%S*) (%d+) (%d+ %S+ %d+) (%S*)\n([^\n]*)\n([^\n]*)\n()%d+ %d+ %d ')
  -- What another writer left is no job.
  if not from then return nil end
  return { due = due, attempt = attempt, claim = claim, holder = holder, answer = answer, detail = detail,
    rest = string.sub(record, from), news = '' }
end

-- Where a job stands once it is due.
local function ready(job) return tonumber(string.match(job.rest, '^%S+')) end

-- Nobody holds a job whose holder is '', whatever a caller sends as token.
local function holds(token, job) return job.holder == token and token ~= '' end

-- An event begins with '\n': Lua looks at every byte of each text that it makes, so the fewer the better.
local function note(job, event) job.news = job.news .. event end

-- The fixed line and the last events.
local function bounded(rest)
  local _, lines = string.gsub(rest, '\n', '')
  return lines > most_notes and string.gsub(rest, '\n[^\n]*', '', lines - most_notes) or rest
end

-- What is to be written: one HSET and one ZADD, however many jobs.
local fields, places = {}, {}
local function set(field, value)
  local last = #fields
  fields[last + 1], fields[last + 2] = field, value
end
local function place(id, score)
  local last = #places
  places[last + 1], places[last + 2] = score, id
end
local function save(id, job)
  -- Short ones need no counting.
  if #job.rest > most_notes * shortest_note then job.rest, job.news = bounded(job.rest .. job.news), '' end
  local record = job.due .. ' ' .. job.attempt .. ' ' .. job.claim .. ' ' .. job.holder .. '\n' .. job.answer .. '\n'
    .. job.detail .. '\n' .. job.rest .. job.news
  set(id, record)
  return record
end
local function put(id, job, score)
  place(id, score)
  return save(id, job)
end
local function write()
  if #fields > 0 then redis.call('HSET', jobs, unpack(fields)) end
  if #places > 0 then redis.call('ZADD', schedule, unpack(places)) end
end

-- While a worker listens, whoever schedules something tells in how many ms it is due. '#bell' is until when to do so;
-- at other times nobody pays for it.
local function ring(bell, now, within)
  if within and now < tonumber(bell or 0) then redis.call('PUBLISH', jobs .. ':bell', math.max(0, within)) end
end

local function payload_of(id) return ':' .. id end
local function forget(ids)
  local gone = {}
  for i, id in ipairs(ids) do gone[2 * i - 1], gone[2 * i] = id, payload_of(id) end
  redis.call('HDEL', jobs, unpack(gone))
  redis.call('ZREM', schedule, unpack(ids))
end

-- A ring of minutes: a slot is written over when its minute comes round again.
local function minute_of(now) return math.floor(now / 60000) end
local function slot(now) return '#m' .. minute_of(now) % 32 end
local function sums_of(text, now)
  local minute, added, claimed, waited, ended, worked, failed, lost, died = string.match(text or '',
    '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+)$')
  if tonumber(minute) ~= minute_of(now) then
    return { added = 0, claimed = 0, waited = 0, done = 0, worked = 0, failed = 0, lost = 0, dead = 0 }
  end
  return { added = added, claimed = claimed, waited = waited, done = ended, worked = worked, failed = failed,
    lost = lost, dead = died }
end
local function keep(sums, now)
  set(slot(now), table.concat({ minute_of(now), sums.added, sums.claimed, sums.waited, sums.done, sums.worked,
    sums.failed, sums.lost, sums.dead }, ' '))
end
