import { createCounters } from '@/lib/patterns/counters';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

/** So many buyers at once, each of whom takes one from the stock. */
process.on('message', async ({ prefix, buyers }: { prefix: string; buyers: number }) => {
  const outcomes = await Promise.all(
    Array.from({ length: buyers }, () =>
      createCounters(createClient(sharedTransport()), { prefix }).add('stock', {
        by: -1,
        floor: 0,
      }),
    ),
  );
  process.send!(outcomes);
});
process.send!('ready');
