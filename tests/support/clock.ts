/**
 * Waits until the minute has at least so many milliseconds left, so that what a test does falls into one
 * bucket. Waits for the real clock; most calls return at once.
 */
export async function withinOneMinute(neededMs: number): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < neededMs) await new Promise((resolve) => setTimeout(resolve, left + 50));
}
