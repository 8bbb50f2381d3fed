-- The sizes of two or three sets and of what they have in common, at one moment.
--
-- KEYS    the sets a, b and, where there are three, c
-- result  { |a|, |b|, |a∩b| } or { |a|, |b|, |a∩b|, |c|, |a∩c|, |b∩c|, |a∩b∩c| }: entry i, read as a binary
--         number, says which sets meet
local sizes = {}
for mask = 1, 2 ^ #KEYS - 1 do
  local met = {}
  for index, key in ipairs(KEYS) do
    if math.floor(mask / 2 ^ (index - 1)) % 2 == 1 then table.insert(met, key) end
  end
  sizes[mask] = #met == 1 and redis.call('SCARD', met[1]) or redis.call('SINTERCARD', #met, unpack(met))
end
return sizes
