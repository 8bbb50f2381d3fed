import 'server-only';
import { lateClient } from '@/lib/http/late';
import { createMeter } from '@/lib/patterns/cache';

/** One a process, for all caches of this app. */
export const meter = createMeter(lateClient, {
  onError: (error) => console.error('The charts of the caches could not be written', error),
});
