import { Redis } from '@upstash/redis';
import type { TraceRecorder } from './record';
import type { Transport } from './transport';

/** What is particular to one client. */
export interface ClientOptions {
  /** Records this client's round trips. */
  trace?: TraceRecorder | undefined;
  /** Rejects this client's pending calls when it fires, and those of no other. */
  signal?: AbortSignal | undefined;
}

/**
 * The official client over a transport of this project. Made per request, in microseconds, so that each has its own
 * trace; the connections are the transport's.
 *
 * Replies are as Redis gave them: strings stay strings (no automatic JSON decoding), and integers that a double cannot
 * hold are strings too. What is called in one turn of the event loop is carried out in that order; between turns,
 * only `await` keeps an order.
 */
export function createClient(transport: Transport, { trace, signal }: ClientOptions = {}): Redis {
  // The client asks for an address and a token but never uses them: the transport holds the real ones.
  const redis = new Redis({
    url: 'http://transport.invalid',
    token: 'held-by-the-transport',
    automaticDeserialization: false,
    enableAutoPipelining: false,
    enableTelemetry: false,
    retry: false,
  });
  redis.use(async <T>(request: Parameters<Parameters<typeof redis.use>[0]>[0]) => {
    if (request.isStreaming)
      throw new TypeError('A subscription is read with fetch, not with this client');
    const replies = await transport.request({
      endpoint: endpointOf(request.path),
      body: request.body,
      caller: trace ?? redis,
      trace,
      signal: request.signal ?? signal,
    });
    return replies as { result?: T; error?: string };
  });
  return redis;
}

function endpointOf(path: string[] | undefined) {
  const joined = path?.join('/') ?? '';
  if (joined === '') return 'command';
  if (joined === 'pipeline' || joined === 'multi-exec') return joined;
  throw new TypeError(`The transport has no endpoint ${joined}`);
}
