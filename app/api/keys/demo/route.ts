import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { makeDemoKeys as make } from '@/lib/patterns/scan';
import { makeDemoKeys } from '@/lib/patterns/scan/contract';
import { demoLifeMs } from '@/lib/patterns/scan/keys';

export const POST = handle(makeDemoKeys, async ({ redis, body }) => {
  await make(redis, body);
  return { made: body.count, expiresInMs: demoLifeMs };
});

export const OPTIONS = preflight([makeDemoKeys]);
