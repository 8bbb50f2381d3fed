import path from 'node:path';
import { origin, type Handler } from '../support/api';
import { root } from '../support/rooms';
import type { Answer } from './judge';
import type { FuzzOperation, FuzzRequest } from './requests';

/**
 * Hands a request to the route of its operation; undefined where Next.js would never bring it there, because another
 * path came of it.
 */
export async function sendInProcess(
  operation: FuzzOperation,
  request: FuzzRequest,
  caller: Record<string, string>,
): Promise<Answer | undefined> {
  const url = new URL(request.target, origin);
  if (url.origin !== origin) return undefined;
  const params = paramsOf(operation.path, url.pathname);
  if (!params) return undefined;
  const file = operation.path.replace(/\{(\w+)\}/g, '[$1]').slice(1);
  const route = (await import(path.join(root, 'app', file, 'route.ts'))) as Record<string, Handler>;
  const body = request.bytes ? Buffer.from(request.bytes, 'base64') : request.body;
  const answer = await route[operation.method]!(
    new Request(url, {
      method: request.method,
      headers: { host: url.host, ...caller, ...request.headers },
      ...(body && { body }),
    }),
    { params: Promise.resolve(params) },
  );
  const type = answer.headers.get('content-type') ?? undefined;
  if (type?.startsWith('text/event-stream') !== true)
    return { status: answer.status, type, body: await answer.text() };
  // A stream goes on for minutes: its first bytes are enough.
  const reader = answer.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return { status: answer.status, type, body: Buffer.from(value ?? []).toString() };
}

function paramsOf(template: string, pathname: string): Record<string, string> | undefined {
  const names = template.split('/');
  const parts = pathname.split('/');
  if (names.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const part = parts[index]!;
    if (!name.startsWith('{')) {
      if (name !== part) return undefined;
      continue;
    }
    try {
      params[name.slice(1, -1)] = decodeURIComponent(part);
    } catch {
      return undefined;
    }
    if (part === '') return undefined;
  }
  return params;
}
