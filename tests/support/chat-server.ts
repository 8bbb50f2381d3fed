import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { openEventStream } from '@/lib/chat/event-stream';
import { createFeeds } from '@/lib/chat/feeds';
import { toProblem } from '@/lib/http/problem';
import { createChat, createSubscribe, follow } from '@/lib/patterns/chat';
import { createClient } from '@/lib/redis/client';
import { requireRedisConfig, sharedTransport } from '@/lib/redis/shared';

export interface ChatServerOptions {
  prefix: string;
  maxMessages?: number;
  /** The way to Redis for the subscription; the usual one unless told. */
  url?: string;
}

/** A server with the streams of a chat and nothing else, on a port of its own. */
export async function startChatServer({ prefix, maxMessages, url }: ChatServerOptions) {
  const config = requireRedisConfig();
  const chatOf = (room: string) =>
    createChat(createClient(sharedTransport()), {
      prefix,
      room,
      ...(maxMessages !== undefined && { maxMessages }),
    });
  const feeds = createFeeds((room, following) =>
    follow(chatOf(room), createSubscribe({ ...config, ...(url !== undefined && { url }) }), {
      ...following,
      // The test cuts the line on purpose.
      failed: () => undefined,
    }),
  );
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server');
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const room = pathname.slice(1);
    openEventStream({
      chat: chatOf(room),
      room,
      feeds,
      caller: crypto.randomUUID(),
      after: searchParams.get('after') ?? undefined,
      plain: searchParams.has('plain'),
      signal: gone.signal,
    }).then(
      (stream) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.flushHeaders();
        // A client that is killed resets its connection, which is what it is for.
        Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])
          .on('error', () => response.destroy())
          .pipe(response);
      },
      (error: unknown) => response.writeHead(toProblem(error).status).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
