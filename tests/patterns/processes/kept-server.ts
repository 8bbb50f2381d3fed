import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { watchConnections } from '@/lib/http/connections';

/** Listens; says when a request has come; answers it; or stops as a platform would have it, and waits as Next does. */
type Told = 'listen' | 'await' | 'answer' | 'stop';

watchConnections();
const waiting: ServerResponse[] = [];
const server = createServer((_, response) => waiting.push(response));
process.once('SIGTERM', () => server.close(() => process.exit(0)));

process.on('message', async (told: Told) => {
  switch (told) {
    case 'listen':
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return process.send!((server.address() as AddressInfo).port);
    case 'await':
      while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      return process.send!('has come');
    case 'answer':
      return waiting.shift()!.end('whole');
    case 'stop':
      process.send!('stops');
      process.kill(process.pid, 'SIGTERM');
  }
});
process.send!('ready');
