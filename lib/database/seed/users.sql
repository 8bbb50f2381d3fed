-- $1: how many
with words as (
  select
    array['Amara', 'Andrei', 'Anouk', 'Astrid', 'Bashir', 'Bruno', 'Camila', 'Chen', 'Dara', 'Dmitri', 'Elif', 'Emre',
      'Farah', 'Felix', 'Freya', 'Giulia', 'Hana', 'Hugo', 'Ines', 'Ivo', 'Jonas', 'Kaia', 'Kofi', 'Lars', 'Leila',
      'Linh', 'Luca', 'Maeve', 'Marta', 'Mateo', 'Mina', 'Nadia', 'Niko', 'Nora', 'Olga', 'Omar', 'Pavel', 'Petra',
      'Priya', 'Rafael', 'Rosa', 'Samir', 'Sanne', 'Selma', 'Sofia', 'Tariq', 'Tomas', 'Uma', 'Viktor', 'Yara',
      'Yusuf', 'Zoe'] as first,
    array['Abbas', 'Adeyemi', 'Almeida', 'Andersen', 'Bakker', 'Barros', 'Berg', 'Bianchi', 'Castro', 'Costa', 'Diaz',
      'Dubois', 'Eriksen', 'Fischer', 'Fontana', 'Garcia', 'Haddad', 'Hansen', 'Horvat', 'Ito', 'Ivanova', 'Jansen',
      'Kaya', 'Keller', 'Khan', 'Kim', 'Kovacs', 'Laine', 'Larsen', 'Lindqvist', 'Lopez', 'Marino', 'Mensah', 'Moreau',
      'Nguyen', 'Novak', 'Okafor', 'Ortiz', 'Patel', 'Pereira', 'Popescu', 'Rossi', 'Sato', 'Schmidt', 'Silva',
      'Tanaka', 'Vargas', 'Weber', 'Yilmaz', 'Zhou'] as last,
    array['Accra', 'Amsterdam', 'Athens', 'Barcelona', 'Bergen', 'Berlin', 'Bologna', 'Copenhagen', 'Dublin', 'Ghent',
      'Hanoi', 'Helsinki', 'Istanbul', 'Krakow', 'Kyoto', 'Lagos', 'Lima', 'Lisbon', 'Ljubljana', 'Lyon', 'Montreal',
      'Porto', 'Prague', 'Recife', 'Riga', 'Seoul', 'Tallinn', 'Toronto', 'Valencia', 'Vienna'] as city,
    array['Walks', 'Cooks', 'Cycles', 'Reads', 'Gardens', 'Paints', 'Climbs', 'Sails', 'Bakes', 'Sings'] as does,
    array['at dawn', 'on Sundays', 'with friends', 'by the sea', 'in the rain', 'far too late', 'without a plan',
      'for a living'] as how
), people as (
  select
    i, w.*,
    pg_temp.pick(w.first, i, 1) as first_name,
    pg_temp.pick(w.last, i, 2) as last_name
  from words w, generate_series(4, $1::integer) i
)
insert into users (id, tenant_id, name, display_name, email, city, bio, created_at, updated_at)
select
  i,
  pg_temp.tenant_at((i - 1) / $1::double precision),
  lower(first_name || '.' || last_name || '.' || i),
  first_name || ' ' || last_name,
  lower(first_name || '.' || last_name || '.' || i) || '@example.com',
  pg_temp.pick(city, i, 3),
  pg_temp.pick(does, i, 4) || ' ' || pg_temp.pick(how, i, 5) || '.',
  joined,
  joined
from people, lateral (
  select timestamptz '2022-01-01 00:00Z' + pg_temp.uniform(i, 6) * interval '1000 days' as joined
) j
union all
select id, 1, name, display_name, name || '@example.com', city, '', joined, joined
from (values (1, 'ada', 'Ada Moreau', 'Lyon'), (2, 'ben', 'Ben Okafor', 'Lagos'), (3, 'cyd', 'Cyd Larsen', 'Bergen'))
  as sample (id, name, display_name, city),
  (values (timestamptz '2022-01-01 00:00Z')) as at (joined)
on conflict (name) do nothing
