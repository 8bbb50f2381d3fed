import type { BodyOf } from '@/lib/contract';
import { CodedError, type FieldError } from '@/lib/errors';
import { faultsIn, isFaulty } from '@/lib/faults';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { visitorOf } from '@/lib/http/visitor';
import { createAnalytics } from '@/lib/patterns/analytics';
import { readPageViews, recordPageViews } from '@/lib/patterns/analytics/contract';
import { noteActivity } from '../activity/note';

export const POST = handle(recordPageViews, async ({ redis, body, request, caller, ...call }) => {
  const { id, ignore } = await visitorOf(request);
  const { good, refused } = sortFaults([body].flat(), Array.isArray(body));
  const sent = good.map((view) => ({ visitorId: id, ...view }));
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
  return {
    accepted,
    ...(refused.length > 0 && { refused }),
    ...(views.length < sent.length && { ignored: ignore }),
  };
});

type View = Exclude<BodyOf<typeof recordPageViews>, readonly unknown[]>;

/**
 * Parts what can be counted from what cannot, with the names of the fields that are wrong.
 *
 * @throws CodedError `invalid_request` where nothing is left
 */
function sortFaults(sent: readonly View[], isBatch: boolean) {
  const refused: FieldError[] = [];
  const good: View[] = [];
  for (const [index, view] of sent.entries()) {
    const at = isBatch ? `body/${index}` : 'body';
    refused.push(...faultsIn(view, at));
    if (!isFaulty(view)) {
      const { referrer, ...rest } = view;
      refused.push(...faultsIn(referrer, `${at}/referrer`));
      good.push(isFaulty(referrer) ? rest : view);
    }
  }
  if (good.length === 0)
    throw new CodedError('invalid_request', 'None of these views can be counted.', {
      fields: refused,
    });
  return { good, refused };
}

export const GET = handle(readPageViews, ({ redis, query }) => createAnalytics(redis).read(query));

export const OPTIONS = preflight([recordPageViews, readPageViews]);
