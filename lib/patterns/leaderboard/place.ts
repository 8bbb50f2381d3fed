/**
 * Where a member stands is one exact number, the score of a sorted set: `-points × 2²² + arrival`. Ascending order is
 * then best first, and of equal points the one who reached them first. 10⁹ × 2²² lies below 2⁵³, so a double holds
 * every place. The scripts compute the same.
 */
export const arrivals = 2 ** 22;

/** The points of a place. */
export function pointsAt(place: number): number {
  // 0 - x, because -x of 0 is -0.
  return 0 - Math.floor(place / arrivals);
}

/** One line of a board. */
export interface Row {
  /** Where it stands, from 1; nobody shares it. */
  position: number;
  /** 1 + the members with more points: who ties shares it, and the next after two firsts is third. */
  rank: number;
  member: string;
  score: number;
}

/**
 * Consecutive lines of a board.
 *
 * @param flat member, place, member, place … in the board's order
 * @param first position of the first line, from 1
 * @param firstRank its rank, which those before it decide
 */
export function rowsOf(flat: readonly string[], first = 1, firstRank = first): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < flat.length; i += 2) {
    const position = first + i / 2;
    const score = pointsAt(Number(flat[i + 1]));
    const before = rows.at(-1);
    const rank = !before ? firstRank : before.score === score ? before.rank : position;
    rows.push({ position, rank, member: flat[i] as string, score });
  }
  return rows;
}

/**
 * The share of a board's members, in percent, whose score is no better than that of the member at a rank: 100 for
 * the first, and for all who tie with the first.
 */
export function percentileOf(rank: number, members: number): number {
  return (100 * (members - rank + 1)) / members;
}
