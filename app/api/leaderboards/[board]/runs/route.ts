import { CodedError } from '@/lib/errors';
import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { guestName } from '@/lib/patterns/leaderboard';
import { startRun } from '@/lib/patterns/leaderboard/contract';
import { boardOf, leaderboardOf } from '../../shared';

export const POST = handle(startRun, async ({ redis, params, body, caller, operationId }) => {
  const { game } = boardOf(params.board);
  const { guestKey } = body;
  const member = caller.userId ?? (guestKey === undefined ? undefined : await guestName(guestKey));
  if (member === undefined)
    throw new CodedError('invalid_request', 'Who plays? Sign in, or send a guestKey.', {
      fields: [{ field: 'body/guestKey', message: 'Needed by who has not signed in' }],
    });
  const run = await leaderboardOf(redis, params.board).startRun(member, game.maxMs, {
    operationId,
  });
  return { run, member, game };
});

export const OPTIONS = preflight([startRun]);
