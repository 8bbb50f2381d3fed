import { handle } from '@/lib/guard/handle';
import { preflight } from '@/lib/http/cors';
import { createScan } from '@/lib/patterns/scan';
import { measureKeys } from '@/lib/patterns/scan/contract';

export const GET = handle(measureKeys, ({ redis }) => createScan(redis).measure());

export const OPTIONS = preflight([measureKeys]);
