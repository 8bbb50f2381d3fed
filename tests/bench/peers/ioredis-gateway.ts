import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** The REST protocol as one would write it in an afternoon: node:http, JSON.parse, ioredis, JSON.stringify. */
interface Caller {
  /** As call, but bytes that are not UTF-8 survive, which is what the protocol's base64 is for. */
  callBuffer(...command: string[]): Promise<unknown>;
}
interface IORedis extends Caller {
  pipeline(): Caller & { exec(): Promise<[Error | null, unknown][]> };
}
type Reply = { result: unknown } | { error: string };

// Installed only where benches run, so the type checker must not look for it.
const name = 'ioredis';
const { Redis } = (await import(name)) as { Redis: new (url: string) => IORedis };
const redis = new Redis(process.env.REDIS_URL!);

/** How most would write it, and how those who know ioredis well do. */
const ways = {
  'call by call': (commands: string[][]): Promise<Reply[]> => Promise.all(commands.map(call)),
  async 'its own pipeline'(commands: string[][]): Promise<Reply[]> {
    const batch = redis.pipeline();
    for (const command of commands) batch.callBuffer(...command);
    const replies = await batch.exec();
    return replies.map(([error, value]) =>
      error ? { error: error.message } : { result: encode(value) },
    );
  },
};
const pipeline = ways[process.env.WAY as keyof typeof ways];

const call = (command: string[]): Promise<Reply> =>
  redis.callBuffer(...command).then(
    (value) => ({ result: encode(value) }),
    (error: Error) => ({ error: error.message }),
  );

function encode(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('base64');
  return Array.isArray(value) ? value.map(encode) : value;
}

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const text = JSON.stringify(await (request.url === '/pipeline' ? pipeline(body) : call(body)));
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    response.writeHead(200, headers).end(text);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send!({ url: `http://127.0.0.1:${port}` });
});
