import { shop, type Report } from './report';

export const retention: Report = {
  name: 'retention',
  title: 'Customers who come back',
  summary: 'Of those who first ordered in a month, how many ordered again in the months after it',
  uses: ['months'],
  columns: [
    { key: 'cohort', title: 'First order', kind: 'text' },
    { key: 'customers', title: 'Customers', kind: 'count' },
    { key: 'after1', title: 'After 1 month', kind: 'share' },
    { key: 'after3', title: 'After 3 months', kind: 'share' },
    { key: 'after6', title: 'After 6 months', kind: 'share' },
  ],
  reads: ['orders'],
  sql: `
with months as (
  select distinct user_id, date_trunc('month', placed_at) as month
    from orders where tenant_id = ${shop} and status <> 'cancelled'
), cohorts as (
  select user_id, min(month) as cohort from months group by user_id
), newest as (
  select max(month) as month from months
)
select to_char(c.cohort, 'YYYY-MM') as cohort, count(distinct c.user_id) as customers,
       ${[1, 3, 6]
         .map(
           (n) => `case when c.cohort + interval '${n} month' <= (select month from newest) then
         round(count(distinct c.user_id) filter (where m.month = c.cohort + interval '${n} month')::numeric
               / count(distinct c.user_id), 4)::float8 end as after${n}`,
         )
         .join(',\n       ')}
  from cohorts c
  join months m using (user_id)
 group by c.cohort
 order by c.cohort desc
 limit $2`,
};
