import { CodedError } from '@/lib/errors';
import { createApiKeys } from '@/lib/guard/api-keys';
import { revokeApiKey } from '@/lib/guard/contract';
import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';

export const DELETE = handle(revokeApiKey, async ({ redis, params, once }) => {
  if (await createApiKeys(redis).revoke(params.handle, once)) return { revoked: true as const };
  throw new CodedError('not_found', 'There is no API key with this handle.');
});

export const OPTIONS = preflight([revokeApiKey]);
