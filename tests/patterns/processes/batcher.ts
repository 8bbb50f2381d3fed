import { createPipeline } from '@/lib/patterns/pipeline';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

export interface Batch {
  prefix: string;
  id: string;
  steps: number;
  maxCommands: number;
}

/** Adds 1 to a counter, so many times, in a batch of many chunks; says when the first chunks are through. */
process.on('message', async ({ prefix, id, steps, maxCommands }: Batch) => {
  const batches = createPipeline(createClient(sharedTransport()), { prefix });
  let told = false;
  const outcomes = await batches.run(
    Array.from({ length: steps }, () => (batch) => batch.incr(`{${prefix}:g}:count`)),
    {
      maxCommands,
      once: { group: 'g', operationId: { id, fingerprint: '' } },
      onProgress({ done }) {
        if (!told && done >= 3 * maxCommands) process.send!('busy');
        told ||= done >= 3 * maxCommands;
      },
    },
  );
  process.send!(outcomes.length);
});
process.send!('ready');
