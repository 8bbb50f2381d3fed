import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { muteUser } from '@/lib/patterns/chat/contract';
import { chatOf } from '../../shared';

export const POST = handle(muteUser, async ({ redis, params, once, body: { user, forMs } }) => ({
  user,
  until: await chatOf(redis, params.room).mute(user, forMs, once),
}));

export const OPTIONS = preflight([muteUser]);
