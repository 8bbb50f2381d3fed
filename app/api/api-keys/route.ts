import { CodedError } from '@/lib/errors';
import { createApiKeys } from '@/lib/guard/api-keys';
import { issueApiKey, listApiKeys } from '@/lib/guard/contract';
import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';

export const POST = handle(issueApiKey, async ({ redis, body, once, idempotencyKey }) => {
  const issued = await createApiKeys(redis).issue(body, { ...once, sent: idempotencyKey });
  if (!issued)
    throw new CodedError('limit_reached', 'There are 200 API keys. Revoke one that is not used.');
  return issued;
});

export const GET = handle(listApiKeys, async ({ redis }) => ({
  keys: await createApiKeys(redis).list(),
}));

export const OPTIONS = preflight([issueApiKey, listApiKeys]);
