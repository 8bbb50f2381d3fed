import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Redis } from '@upstash/redis';
import { createClient } from '@/lib/redis/client';
import { createTrace } from '@/lib/redis/record';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport } from '@/lib/redis/transport';

/** A small app, a GET for each of its requests: with our client made per request, and with one as shipped. */
const config = requireRedisConfig();
const transport = createTransport(config);
const shipped = new Redis({ ...config, enableTelemetry: false });

const routes: Record<string, () => Promise<unknown>> = {
  '/ours': () => createClient(transport, { trace: createTrace() }).get('bench:server'),
  '/shipped': () => shipped.get('bench:server'),
  '/none': async () => 'hello world',
};

const server = http.createServer(async (request, response) => {
  const value = await routes[request.url!]!();
  if (value !== 'hello world') throw new Error(`Expected the value, got ${String(value)}`);
  response.writeHead(200, { 'content-length': value.length }).end(value);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send!({ url: `http://127.0.0.1:${port}` });
});
