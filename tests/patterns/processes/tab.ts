import { createPresence } from '@/lib/patterns/counters';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

interface Tab {
  prefix: string;
  user: string;
  ttlMs: number;
}

/** A tab that beats until it is killed, and says when it has done so first. */
process.on('message', async ({ prefix, user, ttlMs }: Tab) => {
  const redis = createClient(sharedTransport());
  const presence = createPresence(redis, { prefix, place: 'test', ttlMs });
  process.send!(await presence.beat(user));
  setInterval(() => void presence.beat(user), presence.beatEveryMs);
});
process.send!('ready');
