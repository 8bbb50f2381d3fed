import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ServerAddress } from './data-lock';

const ANSWER_LIMIT_MS = 1_000;

export function redisUrl({ port, password }: ServerAddress): string {
  return `redis://:${password}@127.0.0.1:${port}`;
}

/**
 * Asks one command that needs no arguments, on a connection of its own: enough to see whether a server is there and
 * to end it, before any client is at hand.
 *
 * @returns the answer as Redis writes it, `+PONG` or `-LOADING …`; undefined when none came
 */
export function askRedis(
  { port, password }: ServerAddress,
  command: 'PING' | 'SHUTDOWN',
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ host: '127.0.0.1', port, timeout: ANSWER_LIMIT_MS });
    const finish = () => {
      socket.destroy();
      resolve(received.split('\r\n')[1] || undefined);
    };
    socket.setEncoding('utf8');
    socket.on('connect', () => socket.write(`AUTH ${password}\r\n${command}\r\n`));
    socket.on('data', (text) => {
      received += text;
      if (received.split('\r\n').length > 2) finish();
    });
    for (const end of ['timeout', 'error', 'close']) socket.on(end, finish);
  });
}

/** Ends the Redis of a launcher that was killed. Only that Redis knows the recorded password. */
export async function endOrphanRedis(address: ServerAddress): Promise<void> {
  while ((await askRedis(address, 'PING'))?.match(/^(\+PONG|-LOADING)/)) {
    await askRedis(address, 'SHUTDOWN');
    await delay(50);
  }
}
