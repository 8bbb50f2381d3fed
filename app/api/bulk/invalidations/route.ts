import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createBulk } from '@/lib/patterns/pipeline';
import { invalidateUsers } from '@/lib/patterns/pipeline/contract-bulk';

export const POST = handle(invalidateUsers, ({ redis, body, once }) =>
  createBulk(redis).invalidate(
    body.import === undefined ? { users: body.users ?? [] } : { import: body.import },
    once,
  ),
);

export const OPTIONS = preflight([invalidateUsers]);
