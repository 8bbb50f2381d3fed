import type { CommandTable } from './command-table';
import type { Batch, Connection, ConnectionEvents } from './connection';

/** What a batch needs from the connection that carries it. */
interface Carriage {
  /** The batch may block in Redis or is so large that it would hold others up: give it a connection of its own. */
  alone: boolean;
  /** It must not share even where connections have run out (a blocking command would stop everyone). */
  exclusive: boolean;
}

/**
 * The Redis behind the gateway, whatever its shape: a single server today; a cluster's router can stand in its place.
 */
export interface Upstream {
  /** What the server says of its commands. Throws RequestError 503 while it has never been reached. */
  readonly commands: CommandTable;
  /**
   * Sends a batch. Its commands stay together and in order, and no other caller's command comes between those of one batch on its
   * connection.
   *
   * @returns stops waiting: replies that still come are dropped, a command that blocks is broken off.
   * @throws RequestError 503 at once when Redis cannot be reached or the gateway is at its limit.
   */
  submit(batch: Batch, carriage: Carriage): () => void;
  /** A connection of its own for pushes (SUBSCRIBE, MONITOR). */
  connect(events: ConnectionEvents): Promise<Connection>;
  /** Breaks everything off at once. */
  close(): void;
}
