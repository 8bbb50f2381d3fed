import { sharedDatabase } from '@/lib/database/shared';
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { listProfiles } from '@/lib/patterns/cache/contract';
import { createProfiles } from '@/lib/profiles/profiles';

export const GET = handle(listProfiles, async ({ query }) => ({
  profiles: await createProfiles(sharedDatabase()).list(query.limit, query.q),
}));

export const OPTIONS = preflight([listProfiles]);
