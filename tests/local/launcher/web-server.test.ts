import net from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { bareEnvironment, launch, until } from './support';

it('names a taken port, and another one, before anything is built', async () => {
  const server = net.createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await until(() => server.listening);
  const { port } = server.address() as net.AddressInfo;
  const run = launch('start.ts', [], bareEnvironment({ PORT: String(port) }));
  expect(await run.exited).toBe(1);
  expect(run.output()).toBe(
    `✗ Port ${port} on 127.0.0.1 is taken by another program.\n` +
      `  End that program or choose another port:  PORT=${port + 1} npm start\n`,
  );
});

it.each([
  ['KEEP_ALIVE_SECONDS', '0', '1 to 3600'],
  ['KEEP_ALIVE_SECONDS', '3601', '1 to 3600'],
  ['KEEP_ALIVE_SECONDS', 'long', '1 to 3600'],
  ['TRUSTED_PROXIES', 'true', '0 to 99'],
  ['TRUSTED_PROXIES', '-1', '0 to 99'],
  ['TRUSTED_PROXIES', '1.5', '0 to 99'],
])('a start with %s=%s ends before anything is built', async (name, text, range) => {
  const run = launch('start.ts', [], bareEnvironment({ [name]: text }));
  expect(await run.exited).toBe(1);
  expect(run.output()).toMatch(`✗ ${name} is "${text}", which is no number from ${range}.`);
});

it.each(['http', '-1', '65536'])('says that "%s" is no port', async (port) => {
  const run = launch('start.ts', [], bareEnvironment({ PORT: port }));
  expect(await run.exited).toBe(1);
  expect(run.output()).toMatch(`✗ PORT is "${port}", which is no port.`);
});
