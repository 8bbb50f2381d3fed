import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createPresence } from '@/lib/patterns/counters';
import { places, readPresence, sendPresence } from '@/lib/patterns/counters/contract-presence';

export const POST = handle(sendPresence, async ({ redis, body: { place, user, event } }) => {
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
