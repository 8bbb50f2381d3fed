import type { ResultOfSubmit } from './contract';

/** What became of a score. */
export type Outcome =
  | ({ applied: true } & Pick<ResultOfSubmit, 'member' | 'boards'>)
  /** The sum would leave the range. */
  | { applied: false; refused: 'range'; member: string }
  /** There is no such run, or it is too young. */
  | { applied: false; refused: 'run' }
  | { applied: false; refused: 'early'; ageMs: number };

type Text = string | number;
/** What submit.lua replies. */
export type SubmitReply =
  ['run'] | ['range', string] | ['early', number] | ['done', string, ...Text[]];

/** Reads the script's reply: after the member, four figures for each board. */
export function outcomeOf(reply: SubmitReply): Outcome {
  if (reply[0] === 'early') return { applied: false, refused: 'early', ageMs: reply[1] };
  if (reply[0] === 'range') return { applied: false, refused: 'range', member: reply[1] };
  if (reply[0] === 'run') return { applied: false, refused: 'run' };
  const [, member, ...figures] = reply;
  const number = (text: Text | undefined) => (text === '' ? null : Number(text));
  const boards = (['all', 'week', 'day'] as const).map((period, index) => {
    const [score, rank, previousRank, improved] = figures.slice(4 * index);
    return {
      period,
      score: Number(score),
      rank: number(rank),
      previousRank: number(previousRank),
      improved: improved === 1,
    };
  });
  return { applied: true, member, boards };
}
