import type { Standings } from './contract-schemas';
import { percentileOf, pointsAt } from './place';

/** What standings.lua replies: members of the board; then a member, its place or '', its rank or '', and so on. */
export type StandingsReply = [number, ...(string | number)[]];

/** Reads the script's reply. @param order as it was asked for, or in that of the board, who is not there last */
export function standingsOf([members, ...flat]: StandingsReply, order: 'asked' | 'board') {
  const found: { place: number; standing: Standings['standings'][number] }[] = [];
  for (let i = 0; i < flat.length; i += 3) {
    const isThere = flat[i + 1] !== '';
    const place = isThere ? Number(flat[i + 1]) : Number.MAX_SAFE_INTEGER;
    const rank = Number(flat[i + 2]);
    const standing = {
      member: flat[i] as string,
      score: isThere ? pointsAt(place) : null,
      rank: isThere ? rank : null,
      percentile: isThere ? percentileOf(rank, members) : null,
    };
    found.push({ place, standing });
  }
  if (order === 'board') found.sort((a, b) => a.place - b.place);
  return { members, standings: found.map(({ standing }) => standing) };
}
