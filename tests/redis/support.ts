import net from 'node:net';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createClient } from '@/lib/redis/client';
import { requireRedisConfig, sharedTransport } from '@/lib/redis/shared';
import { createSend, type Send, type SendAnswer, type SendRequest } from '@/lib/redis/send';
import { createTransport, type Transport, type TransportOptions } from '@/lib/redis/transport';

/** A transport to the Redis of the tests, closed when the test ends. */
export function connect(options: Partial<TransportOptions> = {}): Transport {
  const transport = createTransport({ ...requireRedisConfig(), ...options });
  onTestFinished(() => transport.close());
  return transport;
}

/** The real way to send, which writes down what passes. */
export function watchedSend(): { send: Send; requests: SendRequest[] } {
  const real = createSend();
  const requests: SendRequest[] = [];
  const send: Send = (request) => {
    requests.push(request);
    return real(request);
  };
  send.close = () => real.close!();
  return { send, requests };
}

/** A network that answers as it is told, one entry for each attempt, an error being a lost connection. */
export function scriptedSend(...answers: (Partial<SendAnswer> | Error)[]) {
  const requests: SendRequest[] = [];
  const send: Send = async (request) => {
    requests.push(request);
    const answer = answers[Math.min(requests.length, answers.length) - 1]!;
    if (answer instanceof Error) throw answer;
    return { status: 200, body: '{"result":"OK"}', bytes: 15, ...answer };
  };
  return { send, requests };
}

/** A stretch of network before the Redis of the tests that can be cut. */
export async function createCable() {
  const target = new URL(requireRedisConfig().url);
  const sockets = new Set<net.Socket>();
  let deaf = false;
  const keep = (socket: net.Socket) => {
    sockets.add(socket);
    // A cut cable resets both ends; that is what it is for.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = net.createServer((near) => {
    const far = net.connect(Number(target.port), target.hostname);
    keep(near);
    keep(far);
    near.pipe(far);
    far.on('data', (chunk) => void (deaf || near.write(chunk)));
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  onTestFinished(async () => {
    if (server.listening) await cut();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    /** Ends every connection and refuses new ones. */
    cut,
    mend: () => listen(port),
    /** From now on requests arrive and no answer comes back. */
    silence: (on: boolean) => void (deaf = on),
  };
}

/** A key that no other test uses. It, and every key that begins with it, is deleted when the test ends. */
export function freshKey(): string {
  const key = `test:transport:${crypto.randomUUID()}`;
  onTestFinished(async () => {
    const redis = createClient(sharedTransport());
    const lua = `for _, key in ipairs(redis.call('KEYS', ARGV[1] .. '*')) do redis.call('DEL', key) end`;
    await redis.eval(lua, [], [key]);
  });
  return key;
}

/** Numbers in [0, 1) that are the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The error that a promise rejects with. */
export async function errorOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome) return outcome.error as Error & Record<string, unknown>;
  throw new Error(`Expected an error, got ${JSON.stringify(outcome.value)}`);
}
