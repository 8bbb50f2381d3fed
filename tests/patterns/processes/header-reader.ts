import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getBotType } from 'next/dist/shared/lib/router/utils/is-bot';
import { allOperations } from '@/lib/catalogue';
import { watchConnections } from '@/lib/http/connections';

/** Listens, and reads a `User-Agent` as Next.js does before any route; or says how long its processor worked, in ms. */
type Told = 'listen' | 'worked';

watchConnections(allOperations());
const server = createServer(({ headers, url }, response) => {
  // Once for the request, and about three times more on its way to a route.
  for (let i = 0; i < 4; i++) getBotType(headers['user-agent'] ?? '');
  response.end(JSON.stringify({ ...headers, url }));
});

process.on('message', async (told: Told) => {
  if (told === 'worked') {
    const { user, system } = process.cpuUsage();
    return process.send!((user + system) / 1000);
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return process.send!((server.address() as AddressInfo).port);
});
process.send!('ready');
