import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { createLocks } from '@/lib/patterns/lock';
import { listLocks } from '@/lib/patterns/lock/contract';

export const GET = handle(listLocks, ({ redis }) => createLocks(redis, { listed: true }).list());

export const OPTIONS = preflight([listLocks]);
