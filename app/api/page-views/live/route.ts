import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createAnalytics } from '@/lib/patterns/analytics';
import { readLivePageViews } from '@/lib/patterns/analytics/contract';

export const GET = handle(readLivePageViews, ({ redis, query }) =>
  createAnalytics(redis).live(query.limit),
);

export const OPTIONS = preflight([readLivePageViews]);
