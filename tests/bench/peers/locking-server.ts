import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLockers } from './lockers';

/** A small app that takes and releases a lock for each of its requests. */
const { ours, peer } = createLockers();

const routes: Record<string, () => Promise<void>> = { '/ours': () => ours()(), '/peer': peer };

const server = http.createServer(async (request, response) => {
  await routes[request.url!]!();
  response.writeHead(200, { 'content-length': 0 }).end();
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send!({ url: `http://127.0.0.1:${port}` });
});
