import { runUntilStopped } from '@/lib/local/run-until-stopped';
import { openapi } from '@/lib/openapi';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';
import { callers, createCaller } from './callers';
import { faultOf, maxCpuMs } from './judge';
import { createSender } from './over-http';
import { fuzzOperations, type Document, type FuzzRequest } from './requests';
import { startServer } from './server';

/**
 * `npm run fuzz [path…]`: sends the built app what the OpenAPI document describes, right and wrong, as nobody, as a user
 * and as an admin. `SEED` makes it the same again, `COUNT` says how many requests for each operation and caller, and
 * words name the operations by a part of `GET /api/…`. Ends with 1 where an answer is none that this API gives.
 */
const seed = Number(process.env.SEED || Math.floor(Math.random() * 2 ** 31));
const count = Number(process.env.COUNT || 300);
const words = process.argv.slice(2);
/** Requests between two looks at the processor. */
const batch = 25;
/** After so many the rest is more of the same. */
const maxFaults = 50;

await runUntilStopped(async (run) => {
  const server = await startServer(run);
  const redis = createClient(sharedTransport());
  const { send, close } = createSender(server.port);
  const totals = new Map<string, number>();
  let faults = 0;
  let sent = 0;

  const tell = (fault: string, about: object) => {
    faults++;
    console.log(`✗ ${fault}\n  ${JSON.stringify({ seed, ...about })}`);
  };
  const ask = async (
    operation: { method: string; path: string },
    request: FuzzRequest,
    caller: () => Promise<Record<string, string>>,
  ): Promise<string | undefined> => {
    try {
      const answer = await send(request, await caller());
      sent++;
      totals.set(String(answer.status), (totals.get(String(answer.status)) ?? 0) + 1);
      return faultOf(operation, answer);
    } catch (error) {
      totals.set('no answer', (totals.get('no answer') ?? 0) + 1);
      return `No answer: ${String(error)}`;
    }
  };

  const operations = fuzzOperations(openapi('fuzz') as unknown as Document).filter(
    ({ method, path }) => words.every((word) => `${method} ${path}`.includes(word)),
  );
  console.log(`SEED=${seed}: ${operations.length} operations, ${count} requests of each caller`);
  for (const operation of operations) {
    const name = `${operation.method} ${operation.path}`;
    for (const [index, kind] of callers.entries()) {
      const caller = createCaller(redis, kind);
      const requests = operation.requests(seed + index, count);
      for (let from = 0; from < requests.length && faults < maxFaults; from += batch) {
        const some = requests.slice(from, from + batch);
        const before = await server.probed();
        for (const request of some) {
          const fault = await ask(operation, request, caller);
          if (fault) tell(fault, { operation: name, caller: kind, request });
        }
        const { cpuMs, rejections } = await server.probed();
        for (const stack of rejections)
          tell(`Unhandled rejection: ${stack}`, { operation: name, caller: kind, from, batch });
        if (cpuMs - before.cpuMs < maxCpuMs) continue;
        // Together they took long. Which of them did, each says when it is asked alone.
        for (const request of some) {
          const start = (await server.probed()).cpuMs;
          await ask(operation, request, caller);
          const worked = (await server.probed()).cpuMs - start;
          if (worked > maxCpuMs)
            tell(`${Math.round(worked)} ms of the processor`, {
              operation: name,
              caller: kind,
              request,
            });
        }
      }
    }
    console.error(`${name}: ${sent} sent, ${faults} faults`);
  }
  close();
  const sorted = [...totals].sort().map(([status, times]) => `${status}: ${times}`);
  console.log(`SEED=${seed}: ${sent} answers. ${sorted.join(', ')}. Faults: ${faults}.`);
  return faults > 0 ? 1 : 0;
});
