import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createBulk } from '@/lib/patterns/pipeline';
import { readUser } from '@/lib/patterns/pipeline/contract-bulk';

export const GET = handle(readUser, async ({ redis, params }) => {
  const user = await createBulk(redis).readUser(params.user);
  if (!user) throw new CodedError('not_found', 'There is no such imported user, or no more.');
  return user;
});

export const OPTIONS = preflight([readUser]);
