export const dayMs = 24 * 60 * 60_000;

/** 2024-01-01, which began a week and a month: days are numbered from it, as common.lua has it. */
const baseMs = Date.UTC(2024, 0, 1);

/** The number of the day of UTC that holds a time. */
export const dayOf = (ms: number): number => Math.floor((ms - baseMs) / dayMs);

/** When a day begins, in epoch milliseconds. */
export const startOf = (day: number): number => baseMs + day * dayMs;

/** The first days of the last so many days, weeks or months, the running one last. */
export function firstDays(unit: 'day' | 'week' | 'month', today: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => {
    const ago = count - 1 - index;
    if (unit === 'day') return today - ago;
    if (unit === 'week') return today - (((today % 7) + 7) % 7) - 7 * ago;
    const date = new Date(startOf(today));
    return dayOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - ago, 1));
  });
}
