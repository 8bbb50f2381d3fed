import type { Redis } from '@upstash/redis';
import { dayOf, firstDays, startOf } from './calendar';
import { cohorts, ranges, retentionDays, type Actives, type Range } from './contract-schemas';

/** Figures of a day's row, as common.lua has it. */
const row = 11;
const figureOf = { day: 0, week: 1, month: 2, age: 3 } as const;

/** Reads the figures of a range: whatever they are, they are parts of one string, and one command gives them. */
export async function readActives(
  redis: Redis,
  key: string,
  { range, now }: { range: Range; now: number },
): Promise<Actives> {
  const today = dayOf(now);
  const { unit, points } = ranges[range];
  const figures: number[] = [];
  const ask = (day: number, figure: number) => figures.push(row * day + figure) - 1;

  const running = (['day', 'week', 'month'] as const).map((each) =>
    ask(firstDays(each, today, 1)[0]!, figureOf[each]),
  );
  const series = firstDays(unit, today, points).map((day) => ({
    day,
    users: ask(day, figureOf[unit]),
  }));
  const retention = Array.from({ length: cohorts }, (_, ago) => ({
    day: today - ago,
    ages: Array.from({ length: Math.min(ago, retentionDays) + 1 }, (_, age) =>
      ask(today - ago, figureOf.age + age),
    ),
  }));

  const command = redis.bitfield(key);
  for (const figure of figures) command.get('u32', `#${figure}`);
  const found = (await command.exec()) as number[];

  const [day = 0, week = 0, month = 0] = running.map((index) => found[index]);
  return {
    now,
    today: day,
    week,
    month,
    series: series.map((point) => ({ at: startOf(point.day), users: found[point.users]! })),
    retention: retention.map(({ day: cohort, ages }) => ({
      at: startOf(cohort),
      newcomers: found[ages[0]!]!,
      returned: Array.from({ length: retentionDays }, (_, index) => {
        const asked = ages[index + 1];
        return asked === undefined ? null : found[asked]!;
      }),
    })),
  };
}
