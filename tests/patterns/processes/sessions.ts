import { createSessions, type Sessions } from '@/lib/patterns/sessions';
import { createClient } from '@/lib/redis/client';
import { sharedTransport } from '@/lib/redis/shared';

/** One call of a server process that shares its sessions with others. */
export interface SessionCall {
  prefix: string;
  method: keyof Sessions;
  args: unknown[];
}

process.on('message', ({ prefix, method, args }: SessionCall) => {
  const sessions = createSessions(createClient(sharedTransport()), { prefix });
  const run = sessions[method] as (...args: unknown[]) => Promise<unknown>;
  void run(...args).then((result) => process.send?.({ result: result ?? null }));
});
process.send?.('ready');
