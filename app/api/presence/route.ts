import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createPresence } from '@/lib/patterns/counters';
import { places, readPresence, sendPresence } from '@/lib/patterns/counters/contract-presence';
import { guestName } from '@/lib/patterns/leaderboard';

export const POST = handle(sendPresence, async ({ redis, body: { place, user: sent, event } }) => {
  // Who is here can be listed. Of this app's own tabs that shows no name by which another could say goodbye for them.
  const user = place === 'site' ? await guestName(sent) : sent;
  const presence = createPresence(redis, { place, ...places[place] });
  const { beatEveryMs } = presence;
  if (event === 'beat') return { here: await presence.beat(user), ...places[place], beatEveryMs };
  await presence.leave(user);
  return { here: null, ...places[place], beatEveryMs };
});

export const GET = handle(readPresence, ({ redis, query: { place, limit } }) =>
  createPresence(redis, { place, ...places[place] }).here(limit),
);

export const OPTIONS = preflight([sendPresence, readPresence]);
