import { afterAll, beforeAll } from 'vitest';
import { startGateway, type Gateway, type GatewayOptions } from '@/lib/local/gateway/server';
import { startRedis, type LocalRedis } from '@/lib/local/redis-server';

export const TOKEN = 'full-token';
export const READ_ONLY_TOKEN = 'read-only-token';

/** A Redis and a gateway of the file's own. */
export interface GatewayFixture {
  readonly gateway: Gateway;
  readonly redis: LocalRedis;
  /** A request with the full token; other headers replace it. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** One command by `POST /`. */
  command(...args: unknown[]): Promise<unknown>;
  /** A further gateway before the same Redis; it ends with the file. */
  another(options: Partial<GatewayOptions>): Promise<Gateway>;
}

export function setUpGateway(
  options: Partial<GatewayOptions> = {},
  redisOptions: Parameters<typeof startRedis>[0] = {},
): GatewayFixture {
  let redis: LocalRedis;
  let gateway: Gateway;
  const started: Gateway[] = [];
  const start = async (more: Partial<GatewayOptions>) => {
    const next = await startGateway({
      redisUrl: redis.url,
      token: TOKEN,
      readOnlyToken: READ_ONLY_TOKEN,
      ...more,
    });
    started.push(next);
    return next;
  };
  beforeAll(async () => {
    redis = await startRedis({ ephemeral: true, ...redisOptions });
    gateway = await start(options);
  });
  afterAll(async () => {
    await Promise.all(started.map((each) => each.close()));
    await redis.stop();
  });
  const request = (path: string, init: RequestInit = {}) =>
    fetch(gateway.url + path, {
      ...init,
      headers: { authorization: `Bearer ${TOKEN}`, ...init.headers },
    });
  return {
    get gateway() {
      return gateway;
    },
    get redis() {
      return redis;
    },
    request,
    async command(...args) {
      const response = await request('/', { method: 'POST', body: JSON.stringify(args) });
      const answer = (await response.json()) as { result?: unknown; error?: string };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.result;
    },
    another: start,
  };
}

/** What an event stream has said so far, and the next of it. */
export interface OpenStream {
  /** Resolves to the next frame's text. */
  next(): Promise<string>;
  /** Resolves when the other side has ended the stream, to the frames that came before. */
  ended(): Promise<string[]>;
  close(): void;
}

export async function openStream(
  { url }: { url: string },
  path: string,
  token = TOKEN,
): Promise<OpenStream> {
  const abort = new AbortController();
  const response = await fetch(url + path, {
    headers: { authorization: `Bearer ${token}` },
    signal: abort.signal,
  });
  if (!response.ok || !response.body)
    throw new Error(`${response.status} ${await response.text()}`);
  const frames = framesOf(response.body);
  return {
    async next() {
      const { value, done } = await frames.next();
      if (done) throw new Error('the stream has ended');
      return value;
    },
    async ended() {
      const rest: string[] = [];
      for await (const frame of frames) rest.push(frame);
      return rest;
    },
    close: () => abort.abort(),
  };
}

async function* framesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(part, { stream: true });
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    yield* frames;
  }
}

/** Waits until a check holds, looking often; it is the caller's time limit that ends it otherwise. */
export async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 10));
}
