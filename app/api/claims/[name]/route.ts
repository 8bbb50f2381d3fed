import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import type { Caller } from '@/lib/http/admission';
import { createClaims } from '@/lib/patterns/sets';
import { claimName, releaseName } from '@/lib/patterns/sets/contract-claims';

export const PUT = handle(claimName, async ({ redis, params, body, caller, once }) => {
  const claim = await createClaims(redis).claim(params.name, ownerOf(caller, body.owner), once);
  return { ...claim, owner: claim.owner.slice(claim.owner.indexOf('/') + 1) };
});

export const DELETE = handle(
  releaseName,
  async ({ redis, params: { name }, query, caller, once }) => ({
    name,
    free: await createClaims(redis).release(name, ownerOf(caller, query.owner), once),
  }),
);

/** An owner is one of the caller's own: who learns of the name of another's cannot release in it. */
const ownerOf = ({ userId }: Caller, owner: string) => `${userId}/${owner}`;

export const OPTIONS = preflight([claimName, releaseName]);
