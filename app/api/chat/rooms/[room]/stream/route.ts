import { openEventStream } from '@/lib/chat/event-stream';
import { feeds } from '@/lib/chat/shared';
import { CodedError } from '@/lib/errors';
import { handleStream } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { streamMessages } from '@/lib/patterns/chat/contract';
import { entryId } from '@/lib/patterns/chat/contract-entries';
import { lateClient } from '@/lib/http/late';
import { chatOf } from '../../shared';

export const dynamic = 'force-dynamic';
/** In seconds: a platform that ends answers after less must be told in STREAM_SECONDS. */
export const maxDuration = 300;

const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  // no-transform: a compressing proxy would hold events back until it has enough to compress.
  'cache-control': 'no-store, no-transform',
  // nginx gathers answers otherwise.
  'x-accel-buffering': 'no',
};

export const GET = handleStream(
  streamMessages,
  async ({ params: { room }, query, caller, request }) => {
    const stream = await openEventStream({
      // What it reads in the minutes to come is no part of this request's trace.
      chat: chatOf(lateClient(), room),
      room,
      feeds,
      caller: caller.userId === undefined ? `ip:${caller.address}` : `user:${caller.userId}`,
      after: lastEventId(request) ?? query.after,
      plain: query.plain === 'true',
      signal: request.signal,
      maxAgeMs: 1_000 * Number(process.env.STREAM_SECONDS || 240),
    });
    return new Response(stream, { headers });
  },
);

export const OPTIONS = preflight([streamMessages]);

/** What a browser sends by itself when it connects again. @throws CodedError `invalid_request` */
function lastEventId({ headers: sentHeaders }: Request): string | undefined {
  const sent = sentHeaders.get('last-event-id');
  // Empty: the browser has had no event yet.
  if (!sent) return undefined;
  if (entryId.safeParse(sent).success) return sent;
  throw new CodedError('invalid_request', 'The Last-Event-ID is none that this server sends.', {
    fields: [{ field: 'header/last-event-id', message: 'The id of an entry' }],
  });
}
