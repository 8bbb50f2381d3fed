import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** An address that leads to one server after another, as that of a hosted Redis does. */
export async function openAddress(port: number) {
  const address = { to: port, port: 0 };
  const server = net.createServer((client) => {
    const redis = net.connect(address.to, '127.0.0.1');
    client.pipe(redis).pipe(client);
    for (const [one, other] of [
      [client, redis],
      [redis, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  address.port = (server.address() as AddressInfo).port;
  return address;
}
