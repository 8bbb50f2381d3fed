import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Answer } from './judge';
import type { FuzzRequest } from './requests';

/** More of an answer than this is not kept; no problem document is as long. */
const keptBytes = 100_000;
/** An answer that has not come by then never will. It says nothing of how busy the server is. */
const hangsMs = 60_000;

/** Sends requests byte for byte: fetch would tidy the path and refuse some headers. */
export function createSender(port: number) {
  const agent = new Agent({ keepAlive: true });

  function send(request: FuzzRequest, caller: Record<string, string>): Promise<Answer> {
    const { method, target, body, bytes } = request;
    const payload = bytes === undefined ? Buffer.from(body ?? '') : Buffer.from(bytes, 'base64');
    const headers: Record<string, string | number> = {
      host: `127.0.0.1:${port}`,
      ...caller,
      ...request.headers,
      ...(payload.length > 0 && { 'content-length': payload.length }),
    };
    return new Promise((resolve, reject) => {
      const sent = httpRequest(
        { host: '127.0.0.1', port, agent, method, path: target, headers, timeout: hangsMs },
        (response) => resolve(read(response)),
      );
      sent.on('timeout', () => sent.destroy(new Error(`No answer within ${hangsMs / 1000} s`)));
      sent.on('error', reject);
      sent.end(payload);
    });
  }
  return { send, close: () => agent.destroy() };
}

async function read(response: IncomingMessage): Promise<Answer> {
  const status = response.statusCode ?? 0;
  const type = response.headers['content-type'];
  const pieces: Buffer[] = [];
  let bytes = 0;
  // A stream goes on for minutes: its first bytes are enough.
  const isStream = type?.startsWith('text/event-stream') === true;
  for await (const piece of response) {
    pieces.push(piece as Buffer);
    bytes += (piece as Buffer).length;
    if (isStream || bytes > keptBytes) break;
  }
  response.destroy();
  return { status, type, body: Buffer.concat(pieces).toString() };
}
