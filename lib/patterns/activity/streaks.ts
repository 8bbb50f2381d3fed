/**
 * The days in a row on which a user was active. A streak that ended yesterday still counts as the current one, since
 * today is not over.
 *
 * @param days numbers of days, ascending, each once
 */
export function streaksOf(days: readonly number[], today: number) {
  let [longest, running] = [0, 0];
  days.forEach((day, index) => {
    running = index > 0 && days[index - 1] === day - 1 ? running + 1 : 1;
    longest = Math.max(longest, running);
  });
  const last = days.at(-1);
  const isAlive = last !== undefined && last >= today - 1;
  return { current: isAlive ? running : 0, longest, today: last === today };
}
