import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startProcess } from '../support/processes';

async function connected(port: number): Promise<{ socket: Socket; got(): string }> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (chunk: string) => (text += chunk));
  await once(socket, 'connect');
  return { socket, got: () => text };
}

const request = 'GET / HTTP/1.1\r\nHost: kept\r\n\r\n';

test('a stop waits for the answers that are under way, and for no connection that is kept or in reserve', async () => {
  const server = await startProcess('kept-server.ts');
  const port = await server.ask<number>('listen');
  const reserve = await connected(port);
  const under = await connected(port);
  under.socket.write(request);
  await server.ask('await');

  await server.ask('stop');
  await once(reserve.socket, 'close');
  expect(reserve.got()).toBe('');
  expect(under.socket.closed).toBe(false);
  // Kept for what its client asks next, an answer would hold the server up.
  await expect(server.ask('answer')).rejects.toThrow('The process ended with 0');
  expect(under.got()).toMatch(/^HTTP\/1\.1 200 [\s\S]*whole/);
});

test('a request that comes while the server stops is answered, and its connection closed', async () => {
  const server = await startProcess('kept-server.ts');
  const port = await server.ask<number>('listen');
  const reserve = await connected(port);
  const half = await connected(port);
  half.socket.write(request.slice(0, -2));
  await server.ask('hear');

  await server.ask('stop');
  await once(reserve.socket, 'close');
  half.socket.write(request.slice(-2));
  await server.ask('await');
  await expect(server.ask('answer')).rejects.toThrow('The process ended with 0');
  expect(half.got()).toMatch(/^HTTP\/1\.1 200 [\s\S]*connection: close[\s\S]*whole/i);
});
