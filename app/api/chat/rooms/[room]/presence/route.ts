import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { beatEveryMs } from '@/lib/patterns/chat';
import { presenceTtlMs, sendPresence } from '@/lib/patterns/chat/contract-rooms';
import { chatOf } from '../../shared';

export const POST = handle(sendPresence, async ({ redis, params, caller }) => ({
  here: await chatOf(redis, params.room).beat(caller.userId!),
  ttlMs: presenceTtlMs,
  beatEveryMs,
}));

export const OPTIONS = preflight([sendPresence]);
