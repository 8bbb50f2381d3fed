import type { Redis } from '@upstash/redis';
import { isOutage } from '../../redis/outage';

/**
 * Does something, and asks in the same moment which server does it. A cursor of SCAN is a place in one server's table
 * of keys, which its replicas order otherwise, and the server itself after a restart: carried on elsewhere it passes
 * keys over.
 *
 * @returns what was done; and the server's run id, shortened, or '' where it may not be asked or does not say
 * @see https://redis.io/docs/latest/commands/scan/
 */
export async function onNode<T>(redis: Redis, work: Promise<T>): Promise<[done: T, node: string]> {
  const asked = redis.exec<unknown>(['INFO', 'server']).then(
    (info) => /^run_id:([\da-f]{1,16})/m.exec(String(info))?.[1] ?? '',
    (error: unknown) => {
      if (isOutage(error)) throw error;
      return '';
    },
  );
  return Promise.all([work, asked]);
}

/** Whether both are known and differ. */
export function isAnother(node: string, than: string): boolean {
  return node !== '' && than !== '' && node !== than;
}
