import { keepWhile, type Flights, type Wait } from './flights';
import type { Sight } from './store';

/** The first pause and the longest, in milliseconds. */
const shortest = 20;
const longest = 400;

/**
 * Waits for a load of another to be over. HTTP has no blocking commands, so it looks again and again, less and less
 * often, at moments that no two processes share. All readers of a process who saw this grant have one such loop: a grant
 * that is gone never comes back, so what shows it gone was seen after each of them looked.
 *
 * @returns what was seen then; undefined after `ms`
 */
export async function waitFor(
  { waits }: Flights,
  key: string,
  grant: string,
  ms: number,
  lookAgain: () => Promise<Sight>,
): Promise<Sight | undefined> {
  if (ms <= 0) return undefined;
  const wait = join(waits, key, grant, lookAgain);
  wait.readers.count += 1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([wait.over, enough]);
  } finally {
    clearTimeout(timer);
    wait.readers.count -= 1;
    // Once nobody listens nobody may join, for the loop ends with its next look.
    if (wait.readers.count === 0 && waits.get(key) === wait) waits.delete(key);
  }
}

function join(
  waits: Flights['waits'],
  key: string,
  grant: string,
  lookAgain: () => Promise<Sight>,
): Wait {
  const found = waits.get(key);
  if (found?.grant === grant) return found;
  const readers = { count: 0 };
  const over = poll(grant, readers, lookAgain);
  return keepWhile(waits, key, { grant, readers, over }, over);
}

async function poll(
  grant: string,
  readers: Wait['readers'],
  lookAgain: () => Promise<Sight>,
): Promise<Sight> {
  for (let pause = shortest; ; pause = Math.min(longest, pause * 1.6)) {
    await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    const sight = await lookAgain();
    const { state } = sight;
    const goesOn = state.kind === 'loading' && state.grant === grant;
    if (!goesOn || readers.count === 0) return sight;
  }
}
