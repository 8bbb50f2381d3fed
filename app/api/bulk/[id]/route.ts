import { CodedError } from '@/lib/errors';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createBulk } from '@/lib/patterns/pipeline';
import { readImport } from '@/lib/patterns/pipeline/contract-bulk';

export const GET = handle(readImport, async ({ redis, params, query }) => {
  const found = await createBulk(redis).readImport(params.id, query);
  if (!found) throw new CodedError('not_found', 'No line of such an import was acknowledged.');
  return found;
});

export const OPTIONS = preflight([readImport]);
