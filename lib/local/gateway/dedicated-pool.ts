import { connect, type ConnectOptions } from './connect';
import type { Batch, Connection } from './connection';
import { overloaded } from './errors';
import type { RedisTarget } from './redis-target';

export interface DedicatedPoolOptions extends ConnectOptions {
  /** Connections in use at one time. */
  maxDedicated: number;
  /** Connections kept open for the next batch. */
  maxIdle: number;
}

/** Connections that carry one batch at a time: for commands that block, and for batches that would hold others up. */
export class DedicatedPool {
  readonly #target: RedisTarget;
  readonly #options: DedicatedPoolOptions;
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();
  #busy = 0;
  #closed = false;

  constructor(target: RedisTarget, options: DedicatedPoolOptions) {
    this.#target = target;
    this.#options = options;
  }

  get full(): boolean {
    return this.#busy >= this.#options.maxDedicated;
  }

  /**
   * @returns breaks the batch off by ending its connection, since what blocks in Redis cannot be taken back otherwise.
   * @throws RequestError 503 when all connections are in use.
   */
  send(batch: Batch): () => void {
    if (this.full) throw overloaded('blocking commands');
    this.#busy++;
    let connection: Connection | undefined;
    let settled = false;
    const settle = () => {
      settled = true;
      this.#busy--;
    };
    const { done, failed } = batch;
    batch.done = () => {
      settle();
      if (connection) this.#release(connection);
      done.call(batch);
    };
    batch.failed = (error) => {
      if (settled) return;
      settle();
      failed.call(batch, error);
    };
    void this.#take().then((taken) => {
      connection = taken;
      if (settled) this.#release(taken);
      else taken.send(batch);
    }, batch.failed);
    return () => {
      if (settled) return;
      settle();
      connection?.destroy(new Error('the caller has gone'));
    };
  }

  close(): void {
    this.#closed = true;
    for (const connection of this.#all) connection.destroy(new Error('the gateway is closing'));
  }

  async #take(): Promise<Connection> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    const connection = await connect(
      this.#target,
      { closed: (lost) => this.#forget(lost) },
      // A command may block for as long as its caller likes.
      { ...this.#options, replyTimeout: 0 },
    );
    this.#all.add(connection);
    if (this.#closed) connection.destroy(new Error('the gateway is closing'));
    return connection;
  }

  #release(connection: Connection): void {
    if (connection.closed) return;
    if (this.#closed || connection.demoted || this.#idle.length >= this.#options.maxIdle) {
      connection.destroy(new Error('no longer needed'));
    } else this.#idle.push(connection);
  }

  #forget(connection: Connection): void {
    this.#all.delete(connection);
    const at = this.#idle.indexOf(connection);
    if (at >= 0) this.#idle.splice(at, 1);
  }
}
