import { connect } from 'node:net';

const ANSWER_LIMIT_MS = 1_000;

/** Where a Redis of ours listens on the loopback address, and its password. */
export interface RedisAddress {
  port: number;
  password: string;
}

export function redisUrl({ port, password }: RedisAddress): string {
  return `redis://:${password}@127.0.0.1:${port}`;
}

/**
 * Asks one command that needs no arguments, on a connection of its own: enough to see whether a server is there and
 * to end it, before any client is at hand.
 *
 * @returns the answer as Redis writes it, `+PONG` or `-LOADING …`; undefined when none came
 */
export function askRedis(
  { port, password }: RedisAddress,
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
