import { connect } from './connect';
import { discardReplies } from './reply-sink';
import { DedicatedPool, type DedicatedPoolOptions } from './dedicated-pool';
import type { RedisTarget } from './redis-target';
import { SharedConnection, type SharedConnectionOptions } from './shared-connection';
import type { Upstream } from './upstream';

/** One Redis server; resolves when it was reached or the first try has failed (it goes on trying). */
export async function createSingleServer(
  target: RedisTarget,
  options: SharedConnectionOptions & DedicatedPoolOptions,
): Promise<Upstream> {
  const shared = new SharedConnection(target, options);
  const pool = new DedicatedPool(target, options);
  await shared.start();

  return {
    get commands() {
      return shared.commands;
    },
    submit(batch, { alone, exclusive }) {
      if (alone && (exclusive || !pool.full)) return pool.send(batch);
      shared.send(batch);
      return () => {
        batch.sink = discardReplies;
      };
    },
    // MONITOR is the server's administration, and its endpoint is for the full token alone.
    connect: (events) =>
      connect(target, events, { ...options, replyTimeout: 0, forCallers: false }),
    close() {
      shared.close();
      pool.close();
    },
  };
}
