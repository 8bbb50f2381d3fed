import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createGuardedStore, createLocks } from '@/lib/patterns/lock';
import { readGuarded, writeGuarded } from '@/lib/patterns/lock/contract';
import { lost } from '../shared';

export const PUT = handle(writeGuarded, async ({ redis, params: { resource }, body, once }) => {
  const store = createGuardedStore(redis);
  const { token, fence, value: text } = body;
  const stale = (last: string) =>
    new CodedError('stale_fence', `Fence ${fence} is older than ${last}. The lock was lost.`);
  // The fence protects the store from then on; here it is only whether this caller was granted it.
  const checked = await createLocks(redis).check(resource, { token, fence });
  if (checked === 'stale') throw stale("that of the lock's holder");
  if (checked === 'free') throw lost(resource);
  const { accepted, ...answer } =
    text === undefined
      ? await store.readToChange(resource, fence)
      : await store.write(resource, { fence, value: text }, once);
  if (!accepted) throw stale(`${answer.fence}, which was here before`);
  return { at: answer.at, fence: answer.fence, value: answer.value };
});

export const GET = handle(readGuarded, ({ redis, params }) =>
  createGuardedStore(redis).read(params.resource),
);

export const OPTIONS = preflight([writeGuarded, readGuarded]);
