import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { visitorOf } from '@/lib/http/visitor';
import { createAnalytics } from '@/lib/patterns/analytics';
import { readPageViews, recordPageViews } from '@/lib/patterns/analytics/contract';
import { noteActivity } from '../activity/note';

export const POST = handle(recordPageViews, async ({ redis, body, request, caller, ...call }) => {
  const { id, ignore } = await visitorOf(request);
  const sent = [body].flat().map((view) => ({ visitorId: id, ...view }));
  // A generator's views are nobody's, whoever runs it.
  const views = ignore ? sent.filter(({ generated }) => generated) : sent;
  const accepted =
    views.length > 0
      ? await createAnalytics(redis).record(views, { operationId: call.operationId })
      : 0;
  // A browser tells of one view at a time; batches, and views under an API key, come from programs.
  const [view, ...others] = views;
  if (view && others.length === 0 && !view.generated && caller.sessionId !== undefined)
    noteActivity(call, caller.userId, { type: 'page-view', subject: view.path });
  return { accepted, ...(views.length < sent.length && { ignored: ignore }) };
});

export const GET = handle(readPageViews, ({ redis, query }) => createAnalytics(redis).read(query));

export const OPTIONS = preflight([recordPageViews, readPageViews]);
