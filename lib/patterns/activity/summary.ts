import { startOf } from './calendar';
import { activityTypes, type ActivityType, type Summary } from './contract-schemas';
import { streaksOf } from './streaks';

/** What summary.lua replies: the record in hexadecimal digits; then a page, its visits, the id of the last, and so on. */
export type SummaryReply = [record: string, ...(string | number)[]];

/** Where the figures of a record stand, as common.lua has it. */
const [firstHour, figures] = [32, 200];

/** When an entry was made: the milliseconds of its id. */
export const atOf = (id: string): number => Number(id.slice(0, id.indexOf('-')));

/** Reads the script's reply. @param today the number of the running day */
export function summaryOf([hex, ...pages]: SummaryReply, today: number): Summary {
  const figure = (index: number) => parseInt(hex.slice(8 * index, 8 * index + 8) || '0', 16);
  const days = daysOf(hex.slice(8 * figures));
  const first = figure(0) - 1;
  return {
    firstDay: first < 0 ? null : startOf(first),
    days: days.length,
    streak: streaksOf(days, today),
    events: Object.fromEntries(
      activityTypes.map((type, index) => [type, figure(index + 1)]),
    ) as Record<ActivityType, number>,
    heatMap: Array.from({ length: 7 }, (_, weekday) =>
      Array.from({ length: 24 }, (_, hour) => figure(firstHour + 24 * weekday + hour)),
    ),
    pages: Array.from({ length: pages.length / 3 }, (_, index) => ({
      page: String(pages[3 * index]),
      visits: Number(pages[3 * index + 1]),
      at: atOf(String(pages[3 * index + 2])),
    })),
  };
}

/** The days whose bits are 1, four to a digit. */
function daysOf(hex: string): number[] {
  return [...hex].flatMap((digit, index) =>
    [0, 1, 2, 3]
      .filter((bit) => (parseInt(digit, 16) & (8 >> bit)) !== 0)
      .map((bit) => 4 * index + bit),
  );
}
