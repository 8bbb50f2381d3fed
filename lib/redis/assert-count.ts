/** The most entries that a reply is asked for: Redis answers nobody else while it gathers them. */
const most = 1_000;

/**
 * Checks how many entries a caller asks for. Redis reads 0 and below as "all" or "from the end", so the reply would
 * have no bound.
 *
 * @param name what the caller calls it
 * @param least 1 unless a reply may be empty
 * @throws RangeError for anything but a whole number from `least` to 1 000
 */
export function assertCount(name: string, count: number, least = 1): void {
  if (!Number.isSafeInteger(count) || count < least || count > most)
    throw new RangeError(`${name} is ${count}; it may be ${least} to ${most}`);
}
