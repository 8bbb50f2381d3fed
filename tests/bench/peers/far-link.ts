import net from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** How long a byte is under way, in milliseconds: a Redis of the same region answers after twice that. */
const oneWayMs = Number(process.env.ONE_WAY_MS);

/** A stretch of network before a server: what goes in comes out later, in its order. */
function later(from: Duplex, to: Duplex): void {
  from.on('data', (chunk: Buffer) => setTimeout(() => to.write(chunk), oneWayMs));
  from.on('close', () => setTimeout(() => to.destroy(), oneWayMs));
  from.on('error', () => to.destroy());
}

async function link(target: string): Promise<number> {
  const { hostname, port } = new URL(target);
  const server = net.createServer({ noDelay: true }, (near) => {
    const far = net.connect({ host: hostname, port: Number(port), noDelay: true });
    later(near, far);
    later(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const ports = await Promise.all([process.env.HTTP_TARGET!, process.env.TCP_TARGET!].map(link));
process.send!({ http: ports[0], tcp: ports[1] });
