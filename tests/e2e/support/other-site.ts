import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of another origin, which includes the tracking script of an app as its owner would. */
export interface OtherSite {
  url: string;
  close(): Promise<void>;
}

/** @param script the script's tag attributes: `src="…"` and whatever else its owner writes */
export async function startOtherSite(script: string): Promise<OtherSite> {
  const page = (title: string) => `<!doctype html><html lang="en"><title>${title}</title>
    <link rel="icon" href="data:,"><h1>${title}</h1>
    <a href="/shop/plain">a page of its own</a>
    <button onclick="history.pushState({}, '', '/shop/single-page')">a page without loading</button>
    <script defer ${script}></script></html>`;
  const server: Server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page(request.url ?? '/'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
