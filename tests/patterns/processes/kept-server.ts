import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { watchConnections } from '@/lib/http/connections';

/** Listens; says when a request has begun to come, or has come; answers it; or stops as a platform would have it, and waits as Next does. */
type Told = 'listen' | 'hear' | 'await' | 'answer' | 'stop';

watchConnections([]);
const waiting: ServerResponse[] = [];
const sockets: Socket[] = [];
const server = createServer((_, response) => waiting.push(response));
server.on('connection', (socket) => sockets.push(socket));
const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
process.once('SIGTERM', () => server.close(() => process.exit(0)));

process.on('message', async (told: Told) => {
  switch (told) {
    case 'listen':
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return process.send!((server.address() as AddressInfo).port);
    case 'hear':
      while (!sockets.some(({ bytesRead }) => bytesRead > 0)) await pause();
      return process.send!('has begun');
    case 'await':
      while (waiting.length === 0) await pause();
      return process.send!('has come');
    case 'answer':
      return waiting.shift()!.end('whole');
    case 'stop':
      process.send!('stops');
      process.kill(process.pid, 'SIGTERM');
  }
});
process.send!('ready');
