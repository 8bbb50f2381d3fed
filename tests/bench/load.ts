import type { Side } from './compare';
import { startProcess } from './processes';

export interface LoadRequest {
  host: string;
  port: number;
  /** The bytes of one request. */
  request: string;
  connections: number;
  /** Requests under way on each connection; above 1 they are pipelined. */
  depth: number;
  /** What every answer must say. */
  status: number;
  ms: number;
}

export interface LoadReport {
  perSecond: number;
  /** The share of one core that the load itself took; near 1 it was the load that was measured. */
  cpu: number;
}

/** What a server is asked, over and over. */
export interface Target {
  name: string;
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  connections: number;
  depth?: number;
  status?: number;
  /** How many operations one request counts for. */
  operations?: number;
}

/** Starts the process that puts load on servers. */
export async function startLoad() {
  const worker = await startProcess('./load-process.ts');
  const busiest = new Map<string, number>();

  const side = (target: Target): Side => {
    const { url, name, connections, depth = 1, status = 200, operations = 1 } = target;
    const { hostname: host, port } = new URL(url);
    const request = requestText(target);
    return {
      name,
      async run(ms) {
        const load = { host, port: Number(port), request, connections, depth, status, ms };
        const { perSecond, cpu } = await worker.ask<LoadReport>(load);
        busiest.set(name, Math.max(busiest.get(name) ?? 0, cpu));
        return perSecond * operations;
      },
    };
  };
  const stop = async () => {
    const shares = [...busiest].map(([name, cpu]) => `${name} ${Math.round(cpu * 100)} %`);
    console.error(`  the load itself took, of one core: ${shares.join(', ')}`);
    await worker.stop();
  };
  return { side, stop };
}

function requestText({ url, method = 'POST', headers = {}, body = '' }: Target): string {
  const { host, pathname, search } = new URL(url);
  const lines = [
    `${method} ${pathname}${search} HTTP/1.1`,
    `Host: ${host}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
