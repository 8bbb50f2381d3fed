/** One of the sides that are compared. */
export interface Side {
  name: string;
  /** Works for about so many milliseconds; resolves to what it did per second. */
  run(ms: number): Promise<number>;
}

/** What `side` must at least reach, as a multiple of what `than` reaches. */
export interface Floor {
  than: Side;
  /** Leave it out to report without asking for anything. */
  atLeast?: number;
}

export interface Row {
  what: string;
  unit: string;
  side: string;
  than: string;
  /** Medians, per second. */
  sideRate: number;
  thanRate: number;
  /** The median of the rounds' own ratios: what slows one round down slows both of its sides. */
  ratio: number;
  atLeast: number | undefined;
}

export interface Rounds {
  count: number;
  ms: number;
}

/**
 * Runs sides by turns, so that what else the machine does falls on all of them, and compares their medians. A first
 * round, which warms up, is not counted.
 */
export async function compare(
  what: string,
  unit: string,
  side: Side,
  floors: Floor[],
  rounds: Rounds,
): Promise<Row[]> {
  const sides = [side, ...floors.map(({ than }) => than)];
  const rates = new Map(sides.map((each) => [each, [] as number[]]));
  for (let round = 0; round <= rounds.count; round++) {
    // Now one goes first, now the other.
    const order = round % 2 ? sides : sides.toReversed();
    for (const each of order) {
      const rate = await each.run(rounds.ms);
      if (round > 0) rates.get(each)!.push(rate);
    }
  }
  const own = rates.get(side)!;
  return floors.map(({ than, atLeast }) => {
    const theirs = rates.get(than)!;
    const ratios = own.map((rate, round) => rate / theirs[round]!);
    return {
      what,
      unit,
      side: side.name,
      than: than.name,
      sideRate: median(own),
      thanRate: median(theirs),
      ratio: median(ratios),
      atLeast,
    };
  });
}

/**
 * Keeps `width` workers at it for so many milliseconds, each with one call of `work` under way; resolves to how many
 * calls ended per second.
 */
export async function rateOf(
  width: number,
  ms: number,
  work: (worker: number) => Promise<unknown>,
) {
  const start = performance.now();
  let done = 0;
  const loop = async (worker: number) => {
    while (performance.now() - start < ms) {
      await work(worker);
      done++;
    }
  };
  await Promise.all(Array.from({ length: width }, (_, worker) => loop(worker)));
  return (done * 1_000) / (performance.now() - start);
}

/** One of them for each of so many workers. */
export const each = <T>(workers: number, make: () => T): T[] =>
  Array.from({ length: workers }, make);

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
