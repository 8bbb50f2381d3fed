import net from 'node:net';
import tls from 'node:tls';
import { unavailable } from './errors';
import type { RedisTarget } from './redis-target';

/** Opens a socket to Redis; it gives up after `timeout` ms. */
export function openSocket(target: RedisTarget, timeout: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const { host, port } = target;
    const servername = net.isIP(host) === 0 ? host : undefined;
    const socket = target.tls
      ? tls.connect({ host, port, servername })
      : net.connect({ host, port });
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(unavailable(error.message));
    };
    const timer = setTimeout(() => fail(new Error(`no connection within ${timeout} ms`)), timeout);
    socket.once('error', fail);
    socket.once(target.tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 30_000);
      resolve(socket);
    });
  });
}
