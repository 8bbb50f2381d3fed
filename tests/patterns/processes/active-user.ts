import { createActivity } from '@/lib/patterns/activity';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

interface Work {
  prefix: string;
  keep: number;
  user: string;
  /** Who does it: one user in several processes. */
  writer: string;
  events: number;
}

/** So many events of one user, all sent at once and numbered. */
process.on('message', async ({ prefix, keep, user, writer, events }: Work) => {
  const activity = createActivity(createClient(sharedTransport()), { prefix, keep });
  await Promise.all(
    Array.from({ length: events }, (_, number) =>
      activity.record(user, { type: 'page-view', subject: `${writer} ${number}` }),
    ),
  );
  process.send!('done');
});
process.send!('ready');
