import 'server-only';
import { createMeter } from '@/lib/patterns/cache';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

/** One a process, for all caches of this app. */
export const meter = createMeter(() => createClient(sharedTransport()), {
  onError: (error) => console.error('The charts of the caches could not be written', error),
});
