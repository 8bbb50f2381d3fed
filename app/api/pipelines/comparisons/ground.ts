import { Redis } from '@upstash/redis';
import type { ComparisonGround } from '@/lib/patterns/pipeline';
import type { Way } from '@/lib/patterns/pipeline/contract';
import { createClient } from '@/lib/redis/client';
import { createTrace, type TraceRecorder } from '@/lib/redis/record';
import { requireRedisConfig } from '@/lib/redis/shared';
import { createTransport, type Transport } from '@/lib/redis/transport';

/** More trips than the largest comparison takes; what they carried need not be kept. */
const kept = { maxTrips: 2_000, maxCommands: 0 };

/** Clients for one comparison, over two transports of its own that merge nothing. */
export function openGround(): ComparisonGround & { close(): Promise<void> } {
  const connect = () => createTransport({ ...requireRedisConfig(), batch: false });
  const [measured, looking] = [connect(), connect()];
  const traces = new Map<Way, TraceRecorder>();
  return {
    onlooker: createClient(looking),
    client(way) {
      const trace = createTrace(kept);
      traces.set(way, trace);
      return way === 'automatic'
        ? createAutomaticClient(measured, trace)
        : createClient(measured, { trace });
    },
    wire(way) {
      const { trips = [], counts } = traces.get(way) ?? {};
      return {
        roundTrips: counts?.roundTrips ?? 0,
        commands: counts?.commands ?? 0,
        sentBytes: trips.reduce((sum, trip) => sum + trip.sentBytes, 0),
        receivedBytes: trips.reduce((sum, trip) => sum + trip.receivedBytes, 0),
      };
    },
    close: async () => {
      await Promise.all([measured.close(), looking.close()]);
    },
  };
}

/** The official client as users get it by default, its automatic pipelining on, over the same wire as the others. */
function createAutomaticClient(transport: Transport, trace: TraceRecorder): Redis {
  const redis = new Redis({
    url: 'http://transport.invalid',
    token: 'held-by-the-transport',
    automaticDeserialization: false,
    enableAutoPipelining: true,
    enableTelemetry: false,
    retry: false,
  });
  redis.use(async <T>(request: Parameters<Parameters<typeof redis.use>[0]>[0]) => {
    const endpoint = request.path?.[0] === 'pipeline' ? 'pipeline' : 'command';
    const replies = await transport.request({ endpoint, body: request.body, caller: trace, trace });
    return replies as { result?: T; error?: string };
  });
  return redis;
}
