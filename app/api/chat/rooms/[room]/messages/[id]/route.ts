import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { redactMessage } from '@/lib/patterns/chat/contract';
import { chatOf } from '../../../shared';

export const DELETE = handle(redactMessage, async ({ redis, params, caller, operationId }) => {
  const any = caller.tier === 'admin';
  const chat = chatOf(redis, params.room);
  return { entry: await chat.redact(params.id, caller.userId!, { any, operationId }) };
});

export const OPTIONS = preflight([redactMessage]);
