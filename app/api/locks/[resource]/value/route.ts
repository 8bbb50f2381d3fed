import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createGuardedStore } from '@/lib/patterns/lock';
import { readGuarded, writeGuarded } from '@/lib/patterns/lock/contract';

export const PUT = handle(writeGuarded, async ({ redis, params: { resource }, body }) => {
  const store = createGuardedStore(redis);
  const { fence, value: text } = body;
  const { accepted, ...answer } =
    text === undefined
      ? await store.readToChange(resource, fence)
      : await store.write(resource, { fence, value: text });
  if (!accepted)
    throw new CodedError(
      'stale_fence',
      `Fence ${fence} is older than ${answer.fence}, which was here before. The lock was lost.`,
    );
  return { at: answer.at, fence: answer.fence, value: answer.value };
});

export const GET = handle(readGuarded, ({ redis, params }) =>
  createGuardedStore(redis).read(params.resource),
);

export const OPTIONS = preflight([writeGuarded, readGuarded]);
