import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { sendTyping } from '@/lib/patterns/chat/contract-rooms';
import { chatOf } from '../../shared';

export const POST = handle(sendTyping, async ({ redis, params, caller }) => {
  await chatOf(redis, params.room).typing(caller.userId!);
  return { againMs: 3_000 };
});

export const OPTIONS = preflight([sendTyping]);
