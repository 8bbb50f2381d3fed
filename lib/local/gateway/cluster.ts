import { ask } from './ask';
import type { Connection } from './connection';
import { unavailable } from './errors';
import { encodeCommand } from './resp';

/**
 * Refuses a Redis that is one node of a cluster: it would answer for its own slots and send the rest of the commands
 * away. A user who may not ask INFO is believed to talk to a single server.
 *
 * @throws RequestError 503 that says so
 */
export async function refuseCluster(connection: Connection): Promise<void> {
  const [info] = await ask(connection, encodeCommand(['INFO', 'cluster']), 1);
  if (typeof info === 'string' && /^cluster_enabled:1\r?$/m.test(info))
    throw unavailable('it is a node of a cluster, and the gateway serves single servers only');
}
