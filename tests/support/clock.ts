/** A test that needs one minute takes less than this, even on a busy machine. */
const neededMs = 15_000;

/**
 * Waits until enough of the minute is left for what a test does to fall into one bucket. Waits for the real clock; most
 * calls return at once.
 */
export async function withinOneMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < neededMs) await new Promise((resolve) => setTimeout(resolve, left + 50));
}
