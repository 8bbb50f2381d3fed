import { CodedError } from '@/lib/errors';
import { handle } from '@/lib/guard/handle';
import type { Caller } from '@/lib/http/admission';
import { preflight } from '@/lib/http/cors';
import type { Outcome } from '@/lib/patterns/leaderboard';
import { submitScore, type ResultOfSubmit } from '@/lib/patterns/leaderboard/contract';
import { noteActivity } from '../../../activity/note';
import { boardOf, leaderboardOf } from '../../shared';

export const POST = handle(submitScore, async ({ redis, params, body, caller, ...call }) => {
  const { game } = boardOf(params.board);
  const { run, score } = body;
  const { operationId } = call;
  const leaderboard = leaderboardOf(redis, params.board);
  if (run === undefined) {
    const member = memberMeant(caller, body.member);
    return answer(await leaderboard.submit(member, score, { operationId }));
  }
  if (body.member !== undefined) throw invalid('member', 'A run knows whose it is');
  if (score < 0 || score > game.maxPoints)
    throw invalid('score', `A run scores between 0 and ${game.maxPoints}`);
  const played = { id: run, lifeMs: game.maxMs, minMs: game.minMs };
  const outcome = await leaderboard.finishRun(played, score, { operationId });
  // A score that an admin counts for somebody is not what that user did.
  if (outcome.applied && outcome.member === caller.userId)
    noteActivity(call, caller.userId, { type: 'score', subject: params.board });
  return answer(outcome);
});

export const OPTIONS = preflight([submitScore]);

/**
 * Whose score an admin counts. What a browser says without a run behind it is nothing to go by.
 *
 * @throws CodedError `not_signed_in`, `forbidden`
 */
function memberMeant({ tier, userId }: Caller, member: string | undefined): string {
  if (userId === undefined)
    throw new CodedError('not_signed_in', 'Send the run of a game; without one, sign in first.');
  if (tier !== 'admin')
    throw new CodedError('forbidden', 'Only an admin may count a score without a run.');
  return member ?? userId;
}

/** @throws CodedError `invalid_request` for a run that does not count */
function answer(outcome: Outcome): ResultOfSubmit {
  if (outcome.applied) return outcome;
  switch (outcome.refused) {
    case 'range':
      return { ...outcome, boards: [] };
    case 'run':
      throw invalid('run', 'No such run: it has ended, or its score was counted');
    case 'early':
      throw invalid('run', `It has lasted ${outcome.ageMs} ms, too short for this game`);
  }
}

function invalid(field: string, message: string): CodedError {
  return new CodedError('invalid_request', `${message}.`, {
    fields: [{ field: `body/${field}`, message }],
  });
}
