import { z } from 'zod';
import { preflight } from '@/lib/http/cors';
import { readLines } from '@/lib/http/read-lines';
import { handle } from '@/lib/guard/handle';
import { createBulk } from '@/lib/patterns/pipeline';
import { importUsers, maxLineBytes, maxUploadBytes } from '@/lib/patterns/pipeline/contract-bulk';

export const POST = handle(importUsers, ({ redis, query, request, idempotencyKey }) => {
  const named = z.uuid().safeParse(query.id ?? idempotencyKey);
  return createBulk(redis).importUsers(
    readLines(request, { maxLineBytes, maxBytes: maxUploadBytes }),
    {
      id: named.success ? named.data : crypto.randomUUID(),
      from: query.from,
      more: query.more === 'true',
    },
  );
});

export const OPTIONS = preflight([importUsers]);
