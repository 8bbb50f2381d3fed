import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { isSigned } from '@/lib/jobs/webhook-signature';
import { webhookSecret } from '@/lib/jobs/webhook-secret';
import { receiveWebhook } from '@/lib/patterns/queue/contract-work';

export const POST = handle(receiveWebhook, async ({ redis, request, query, body }) => {
  const { headers } = request;
  // What was sent is what JSON.stringify makes of it, as the senders of this app do.
  if (!isSigned(await webhookSecret(redis), headers, JSON.stringify(body), Date.now()))
    throw new CodedError(
      'signature_refused',
      'Not signed with the secret of this deployment, or too long ago.',
    );
  const attempt = Number(headers.get('webhook-attempt') ?? 1);
  if (attempt <= query.failures)
    throw new CodedError(
      'unavailable',
      `Refused as asked: delivery ${attempt} of ${query.failures} to be refused.`,
    );
  return { received: true as const, id: headers.get('webhook-id') ?? '', attempt };
});

export const OPTIONS = preflight([receiveWebhook]);
