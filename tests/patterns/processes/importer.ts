import { createBulk } from '@/lib/patterns/pipeline';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

export interface ImportWork {
  prefix: string;
  id: string;
  lines: string[];
}

/** Imports lines until it is killed in the middle of it; says when some of them are through. */
process.on('message', async ({ prefix, id, lines }: ImportWork) => {
  const bulk = createBulk(createClient(sharedTransport()), { prefix });
  async function* slowly() {
    for (const [index, text] of lines.entries()) {
      if (index === Math.floor(lines.length / 3)) process.send!('busy');
      yield { text };
    }
  }
  await bulk.importUsers(slowly(), { id });
  process.send!('done');
});
process.send!('ready');
