import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { fetchUpstream } from '@/lib/patterns/response-cache/contract';
import { upstreams } from '@/lib/upstreams/config';
import { fetchFrom, loopMark } from '@/lib/upstreams/fetch';
import { targetOf } from '@/lib/upstreams/target';
import { responseCache } from '../../response-cache/cache';

export const GET = handle(
  fetchUpstream,
  async ({ params: { name }, query: { path }, redis, background, request }) => {
    if (request.headers.get('cdn-loop')?.includes(loopMark))
      throw new CodedError('bad_gateway', 'This request came from here already.');
    const upstream = upstreams().find((each) => each.name === name);
    if (!upstream) throw new CodedError('not_found', `There is no upstream "${name}".`);
    // A path that is refused is its caller's mistake and no failure of the upstream.
    targetOf(upstream.base, path);
    const answer = responseCache(redis, background).wrap(
      ({ signal }) => fetchFrom(upstream, path, signal),
      { credentials: 'omit', tags: () => [`upstream:${name}`] },
    );
    return answer(request);
  },
);

export const OPTIONS = preflight([fetchUpstream]);
