import packageJson from '@/package.json' with { type: 'json' };
import { preflight } from '@/lib/http/cors';
import { handle } from '@/lib/guard/handle';
import { openapi } from '@/lib/openapi';
import { readOpenapi } from '@/lib/service';

let document: ReturnType<typeof openapi> | undefined;

export const GET = handle(readOpenapi, async () => (document ??= openapi(packageJson.version)));

export const OPTIONS = preflight([readOpenapi]);
