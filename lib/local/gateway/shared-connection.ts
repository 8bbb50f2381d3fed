import { setTimeout as delay } from 'node:timers/promises';
import { loadCommandTable, type CommandTable } from './command-table';
import { refuseCluster } from './cluster';
import { connect, type ConnectOptions } from './connect';
import type { Batch, Connection } from './connection';
import { overloaded, unavailable } from './errors';
import type { RedisTarget } from './redis-target';

const FIRST_BACKOFF = 50;
const LAST_BACKOFF = 1000;
/** Where Redis is a replica on purpose, a write moves to a fresh connection no more often than this, in ms. */
const MOVE_INTERVAL = 1000;
/** Slow readers that may hold a connection of their own; beyond that commands wait behind the last. */
const MAX_RETIRED = 8;

export interface SharedConnectionOptions extends ConnectOptions {
  /** Batches that may wait for their replies at one time. */
  maxInFlight: number;
}

/**
 * The connection that ordinary commands of all callers share. It reconnects by itself for as long as it is open, and meanwhile
 * refuses at once. When a caller reads a large reply slowly, new commands move to a fresh connection and only what was
 * already sent waits behind that caller.
 */
export class SharedConnection {
  readonly #target: RedisTarget;
  readonly #options: SharedConnectionOptions;
  readonly #retired = new Set<Connection>();
  readonly #stop = new AbortController();
  #current: Connection | undefined;
  #commands: CommandTable | undefined;
  #problem: Error = unavailable('not connected yet');
  #connecting = false;
  #movedAt = -Infinity;
  /** Batches that wait for the fresh connection, while one is made to take over from a slow one. */
  #moving: Batch[] | undefined;

  constructor(target: RedisTarget, options: SharedConnectionOptions) {
    this.#target = target;
    this.#options = options;
  }

  get commands(): CommandTable {
    if (!this.#commands) throw this.#problem;
    return this.#commands;
  }

  /** Tries once; where that fails it goes on trying by itself. */
  async start(): Promise<void> {
    if (!(await this.#tryConnect())) void this.#keepTrying();
  }

  /** @throws RequestError 503 when there is no connection or too much is in flight. */
  send(batch: Batch): void {
    const connection = this.#current;
    if (!connection) throw this.#problem;
    const waiting = connection.pending + (this.#moving?.length ?? 0);
    if (waiting >= this.#options.maxInFlight) throw overloaded('commands in flight');
    if (this.#moving) this.#moving.push(batch);
    else connection.send(batch);
  }

  close(): void {
    this.#stop.abort();
    this.#problem = unavailable('the gateway is closing');
    const reason = this.#problem;
    this.#current?.destroy(reason);
    for (const connection of this.#retired) connection.destroy(reason);
  }

  async #tryConnect(): Promise<boolean> {
    this.#connecting = true;
    let made: Connection | undefined;
    try {
      const connection = (made = await connect(
        this.#target,
        {
          closed: (lost, reason) => this.#lost(lost, reason),
          congested: (slow) => void this.#retire(slow),
          demoted: (replica) => this.#leave(replica),
          drained: (free) => this.#dismiss(free),
        },
        this.#options,
      ));
      const commands = await loadCommandTable(connection);
      await refuseCluster(connection);
      this.#commands = commands;
      if (this.#stop.signal.aborted) connection.destroy(this.#problem);
      if (connection.closed) return false;
      this.#current = connection;
      return true;
    } catch (error) {
      made?.destroy(error as Error);
      if (!this.#stop.signal.aborted) this.#problem = error as Error;
      return false;
    } finally {
      this.#connecting = false;
    }
  }

  async #keepTrying(): Promise<void> {
    let backoff = FIRST_BACKOFF;
    while (!this.#stop.signal.aborted) {
      await delay(backoff * (0.5 + Math.random() / 2), undefined, {
        signal: this.#stop.signal,
      }).catch(() => undefined);
      if (this.#stop.signal.aborted || (await this.#tryConnect())) return;
      backoff = Math.min(backoff * 2, LAST_BACKOFF);
    }
  }

  #lost(connection: Connection, reason: Error): void {
    this.#retired.delete(connection);
    if (connection !== this.#current) return;
    this.#current = undefined;
    if (this.#stop.signal.aborted) return;
    this.#problem = unavailable(reason.message);
    if (!this.#connecting) void this.#keepTrying();
  }

  /** The address may lead to another primary by now. */
  #leave(replica: Connection): void {
    const now = performance.now();
    if (now - this.#movedAt < MOVE_INTERVAL) return;
    this.#movedAt = now;
    void this.#retire(replica);
  }

  /** A fresh connection takes over; the slow one goes when it has delivered what it owes. */
  async #retire(slow: Connection): Promise<void> {
    if (slow !== this.#current || this.#connecting || this.#retired.size >= MAX_RETIRED) return;
    this.#moving = [];
    if (await this.#tryConnect()) this.#retired.add(slow);
    else if (slow.closed) void this.#keepTrying();
    const moved = this.#moving;
    this.#moving = undefined;
    for (const batch of moved) {
      if (this.#current) this.#current.send(batch);
      else batch.failed(this.#problem);
    }
    if (slow.closed) this.#retired.delete(slow);
    else if (slow.pending === 0) this.#dismiss(slow);
  }

  #dismiss(free: Connection): void {
    if (this.#retired.has(free)) free.destroy(new Error('no longer needed'));
  }
}
