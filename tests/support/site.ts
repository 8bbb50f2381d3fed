import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A server on this machine that notes what it was asked. It ends with the test. */
export async function startSite(
  answer: (request: IncomingMessage, response: ServerResponse, number: number) => void,
) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) =>
    answer(request, response, requests.push(request)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, port, requests };
}
