import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLimiters, someone } from './limiters';

/** A small app that asks one check for each of its requests. */
const { ours, peer } = createLimiters();

const routes: Record<string, () => Promise<boolean>> = {
  '/ours': () => ours()(someone()),
  '/peer': () => peer(someone()),
};

const server = http.createServer(async (request, response) => {
  const allowed = await routes[request.url!]!();
  response.writeHead(allowed ? 200 : 429, { 'content-length': 0 }).end();
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send!({ url: `http://127.0.0.1:${port}` });
});
