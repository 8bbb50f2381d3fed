import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { listUpstreams } from '@/lib/patterns/response-cache/contract';
import { upstreams } from '@/lib/upstreams/config';

export const GET = handle(listUpstreams, async () => ({
  upstreams: upstreams().map(({ name, base }) => ({ name, host: base.host })),
}));

export const OPTIONS = preflight([listUpstreams]);
