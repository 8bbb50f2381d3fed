import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { readMessages, sendMessage } from '@/lib/patterns/chat/contract';
import { noteActivity } from '../../../../activity/note';
import { chatOf } from '../../shared';

export const POST = handle(
  sendMessage,
  async ({ redis, params, body: { text, clientId, after }, caller, headers, ...call }) => {
    const outcome = await chatOf(redis, params.room).send({
      user: caller.userId!,
      text,
      clientId: clientId ?? call.idempotencyKey ?? crypto.randomUUID(),
      after,
    });
    if (outcome.sent && outcome.duplicate) headers.set('idempotency-replayed', 'true');
    else if (outcome.sent)
      noteActivity(call, caller.userId, { type: 'message', subject: params.room });
    return outcome;
  },
);

export const GET = handle(readMessages, ({ redis, params, query: { before, after, limit } }) => {
  const chat = chatOf(redis, params.room);
  return after === undefined ? chat.history({ before, limit }) : chat.since(after, limit);
});

export const OPTIONS = preflight([sendMessage, readMessages]);
