import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createClaims } from '@/lib/patterns/sets';
import { claimName, releaseName } from '@/lib/patterns/sets/contract-claims';

export const PUT = handle(claimName, ({ redis, params, body, once }) =>
  createClaims(redis).claim(params.name, body.owner, once),
);

export const DELETE = handle(releaseName, async ({ redis, params: { name }, query, once }) => ({
  name,
  free: await createClaims(redis).release(name, query.owner, once),
}));

export const OPTIONS = preflight([claimName, releaseName]);
